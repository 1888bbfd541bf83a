"""Settings, all from the environment. With none set, everything runs on one machine.

docs/settings.md lists every variable; `tests/repository/test_docs.py` holds the two together.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env

from config import embedded, spool
from config.secrets import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or secret_key(VAR_DIR)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"], subcast=str.strip)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [], subcast=str.strip)
SITE_URL = env.str("SITE_URL", "").rstrip("/")  # scheme and host for absolute links; empty: taken from the request

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",  # before staticfiles, so that development serves as production does
    "config.desk.DeskConfig",  # Django's admin, with a site of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "rest_framework",
    "template_partials",
    "contacts",
    "contacts.record",
]

MIDDLEWARE = [
    "contacts.pages.cache.PublicCache",  # first: an answer it holds needs nothing below
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["contacts.pages.words"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(env.str("DATABASE_URL", "") or embedded.ensure_running(VAR_DIR / "postgres"))
    | {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", 60), "CONN_HEALTH_CHECKS": True}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
HTTPS = env.bool("HTTPS", False)  # set it where the site is reached over TLS only
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("HSTS_SUBDOMAINS", False)
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)  # the proxy writes X-Forwarded-Proto and the last of X-Forwarded-For
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_AUTHENTICATION_CLASSES": [],
}

PAGE_CACHE_ENTRIES = env.int("PAGE_CACHE_ENTRIES", 2000)  # answers kept in each web process; 0 keeps none
UNCACHED_PREFIXES: tuple[str, ...] = ("/admin/", "/tip/", "/healthz", "/static/")  # the doors for writing, health, whitenoise's files

TIPS_PER_HOUR = env.int("TIPS_PER_HOUR", 5)  # from one network address; 0 allows any number
TIPS_PER_DAY = env.int("TIPS_PER_DAY", 20)  # the same
TIP_PERSONAL_DAYS = env.int("TIP_PERSONAL_DAYS", 30)  # after the decision, name and e-mail address of a sender are deleted

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or f"{spool.SCHEME}://localhost"
if CELERY_BROKER_URL.startswith(spool.SCHEME):
    CELERY_BROKER_TRANSPORT_OPTIONS = spool.options(VAR_DIR / "spool")
else:
    # An editor's request that only wakes a worker does not wait for a broker that is away.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

INGEST_LEASE_SECONDS = env.float("INGEST_LEASE_SECONDS", 180)  # longer than the longest fetch with its retries inside one attempt
INGEST_SWEEP_SECONDS = env.float("INGEST_SWEEP_SECONDS", 20)  # how often lost messages and lost leases are looked for
CELERY_BEAT_SCHEDULE = {
    "sweep the submissions": {"task": "contacts.ingest.tasks.wake", "schedule": INGEST_SWEEP_SECONDS},
    "verify the record": {"task": "contacts.record.tasks.verify_record", "schedule": 24 * 60 * 60},  # seconds: daily
    "forget senders of tips": {"task": "contacts.tips.tasks.forget", "schedule": 24 * 60 * 60},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
