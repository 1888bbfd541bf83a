"""Where the curated dataset lies and in which order its files are loaded.

`loaddata` cannot look ahead to rows that links name, so vocabularies come before contacts and links between contacts last.
"""

from pathlib import Path

from django.conf import settings


def fixture_files() -> list[str]:
    """Return the paths of the fixtures, each after those it refers to."""
    root = Path(settings.BASE_DIR) / "fixtures"
    return [
        *(str(path) for path in sorted(root.glob("vocabulary/*.json"))),
        *(str(path) for path in sorted(root.glob("contacts/*.json"))),
        str(root / "contact_links.json"),
        str(root / "leads.json"),
    ]
