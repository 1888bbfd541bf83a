"""The key that signs cookies and tokens, when the environment does not bring one."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret_key(var_dir: Path) -> str:
    """Return the key kept in `secret_key` below this folder, made there once and readable by its owner alone."""
    var_dir.mkdir(parents=True, exist_ok=True)
    kept = var_dir / "secret_key"
    if not kept.exists():
        descriptor, fresh = tempfile.mkstemp(dir=var_dir, prefix="secret_key.")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # a link, unlike a rename, leaves the key of a process that was faster
            os.link(fresh, kept)
        os.unlink(fresh)
    return kept.read_text()
