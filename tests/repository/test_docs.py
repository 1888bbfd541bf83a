"""What the code offers stands in the docs, and what the docs name is there."""

import ast
import re
import tomllib

import pytest

from contacts.record.filters import PARAMETERS
from tests.repository.files import ROOT, modules

READ = {"str", "bool", "int", "list", "float", "url", "path", "get", "getenv"}
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}  # Django's own, set by us


def words_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text() for name in names)


def docs() -> str:
    return words_of("README.md", *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))))


def variables() -> set[str]:
    """Return the environment variables that settings and servers read: `env.str("X")`, `os.environ.get("X")`, `environ["X"]`."""
    found = set()
    for _, tree in modules("config"):
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else node.value if isinstance(node, ast.Subscript) else None
            key = node.args[0] if isinstance(node, ast.Call) and node.args else node.slice if isinstance(node, ast.Subscript) else None
            if isinstance(called, ast.Attribute) and isinstance(node, ast.Call) and called.attr not in READ:
                continue
            of = ast.unparse(called) if called else ""
            if re.match(r"(env|os\.environ|environ)\b", of) and isinstance(key, ast.Constant) and isinstance(key.value, str):
                found.add(key.value)
    return found - NOT_OURS


def test_every_variable_is_in_the_settings_page_and_the_other_way_round():
    read = variables()
    assert {"DATABASE_URL", "PAGE_CACHE_ENTRIES", "HOST", "PORT"} <= read
    rows = re.findall(r"^\| (`[^|]+`) \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    told = set(re.findall(r"`([A-Z_]+)`", " ".join(rows)))
    assert told == read


def test_every_variable_that_containers_take_is_a_setting():
    composed = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert composed - variables() <= {"POSTGRES_PASSWORD"}
    assert {name for name in composed if name not in docs()} == set()


@pytest.mark.parametrize("name", sorted(path.stem for path in (ROOT / "contacts/management/commands").glob("[!_]*.py")))
def test_every_command_is_in_the_docs(name):
    assert re.search(rf"^\| `{name}\b", (ROOT / "docs/operations.md").read_text(), re.MULTILINE)


def test_every_command_in_the_docs_is_there():
    own = {path.stem for path in (ROOT / "contacts/management/commands").glob("[!_]*.py")} | {"changepassword", "createsuperuser"}
    assert set(re.findall(r"manage\.py ([a-z_]+)", docs())) <= own


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_filter_is_in_the_docs(name):
    assert f"`{name}`" in docs()


def test_every_make_target_in_the_docs_is_there():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", docs() + words_of("CONTRIBUTING.md"))) <= targets


def test_readme_begins_with_running_and_testing():
    block = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert block
    assert [line.split("#")[0].strip() for line in block[1].splitlines()][:2] == ["make run", "make test"]


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/operations.md", "docs/settings.md", "docs/glossary.md"]
)
def test_links_between_files_lead_somewhere(name):
    text = (ROOT / name).read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_every_dependency_says_why_it_is_here():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    project = tomllib.loads("\n".join(lines))
    wanted = [*project["project"]["dependencies"], *(one for group in project["dependency-groups"].values() for one in group)]
    assert len(wanted) > 20
    for requirement in wanted:
        (line,) = [line for line in lines if line.strip().startswith(f'"{requirement}",')]
        assert re.search(r'",\s+# \w.{4,}', line), f"{requirement}: why?"
