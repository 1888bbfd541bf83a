"""The site's settings, with the floor's address added and nothing else changed."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
UNCACHED_PREFIXES = (*UNCACHED_PREFIXES, "/floor/")  # noqa: F405
