"""What no file of the project may hold, and what the locked requirements and the dataset must."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.repository.files import ROOT, project_files, texts

LONGEST = 600  # characters of a passage or note: enough for a sentence and what stands around it, too few for an article

# Written in pieces, so that this file holds none of them.
REGISTRIES = "|".join(
    (r"pypi\.o" "rg", r"pythonhosted\.o" "rg", r"npmjs\.o" "rg", r"yarnpkg\.c" "om", r"crates\.i" "o", "artifac" "tory", "/sim" "ple/")
)  # fmt: skip
OPTIONS = "|".join(("--index" "-url", "--extra-index" "-url", "--find" "-links", "--trusted" "-host"))  # fmt: skip
FORBIDDEN = {
    "a host of a package registry": re.compile(REGISTRIES),
    "an address to install from": re.compile(OPTIONS),
    "a path of somebody's machine": re.compile(r"(?<![\w.:/])/(?:ho" r"me|Us" r"ers|ro" r"ot)/\w|[A-Z]:\\" r"\\Users"),
    "work left for later": re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"),
    "a conflict": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    found = [f"{name}: {hit.group()}" for name, text in texts() for hit in FORBIDDEN[what].finditer(text)]
    assert found == []


def test_no_file_names_the_folder_it_lies_in():
    if len(ROOT.parts) < 3:
        pytest.skip(f"{ROOT} is a name that may stand anywhere")
    assert [name for name, text in texts() if f"{ROOT}/" in text] == []


def test_no_secret_and_nothing_made_again_is_kept():
    names = [path.relative_to(ROOT).as_posix() for path in project_files()]
    assert len(names) > 200
    wrong = re.compile(r"(^|/)(var|\.venv|__pycache__|node_modules)/|\.(pyc|sqlite3|dump|pem|key)$|(^|/)(\.env|secret_key)$")
    assert [name for name in names if wrong.search(name)] == []


def test_files_are_small():
    large = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in project_files() if path.stat().st_size > 1_000_000}
    assert {name for name in large if not name.startswith("fixtures/")} == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_locked_by_hash_and_name_no_place(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(OPTIONS, text)
    joined = re.sub(r"\\\n\s*", " ", text)
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(lines) > 10
    for line in lines:
        pinned = r"[a-zA-Z0-9._-]+(\[[\w,-]+\])?==\S+"
        assert re.fullmatch(rf"{pinned}( ; [^-]+)?( --hash=sha256:[0-9a-f]{{64}})+( #.*)?", " ".join(line.split())), line[:80]


def test_both_lists_of_requirements_agree():
    run, dev = (
        dict(re.findall(r"^([a-zA-Z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def long_texts(value: Any, key: str = "") -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from long_texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from long_texts(inner, key)
    elif isinstance(value, str) and (key in ("note", "text") or key.startswith("passage")) and len(value) > LONGEST:
        yield key, len(value)


def test_dataset_holds_passages_and_notes_but_no_articles():
    files = sorted((ROOT / "fixtures").rglob("*.json"))
    assert len(files) > 100
    found = {file.relative_to(ROOT).as_posix(): long for file in files if (long := list(long_texts(json.loads(file.read_text()))))}
    assert found == {}


def test_dataset_is_written_in_one_way():
    """Each fixture file is what its content is written as, so that a change shows as what it is."""
    for file in sorted((ROOT / "fixtures/contacts").glob("*.json")):
        text = file.read_text()
        assert text.endswith("\n"), file.name
        assert not {"\r", "\t"} & set(text), file.name
        slugs = [row["fields"]["slug"] for row in json.loads(text) if row["model"] == "contacts.contact"]
        assert slugs == [file.stem]
