"""The files of the project: those that version control knows or would take, or all but what is made again."""

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE_AGAIN = {".git", ".venv", "var", "node_modules", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
MADE_AGAIN |= {".import_linter_cache", "htmlcov"}


@lru_cache(maxsize=1)
def project_files() -> list[Path]:
    """Return every file of the project that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not MADE_AGAIN & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Yield name and content of every file that is text."""
    for path in project_files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield name and syntax tree of every module of these packages, without migrations."""
    for path in project_files():
        name = path.relative_to(ROOT).as_posix()
        if name.endswith(".py") and name.split("/")[0] in packages and "/migrations/" not in name:
            yield name, ast.parse(path.read_text(encoding="utf-8"))
