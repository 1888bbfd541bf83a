"""Rules about the code that no linter of ours checks."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.urls import get_resolver

from tests.pages.kinds import ADDRESSES
from tests.repository.files import ROOT, modules, texts

PACKAGES = ("config", "contacts", "api", "benchmarks")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def public_functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Yield the functions that others may call: of modules and of public classes, without those of other functions."""
    for node in tree.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node.name, node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for inner in node.body:
                if isinstance(inner, Function) and (not inner.name.startswith("_") or inner.name == "__init__"):
                    yield f"{node.name}.{inner.name}", inner


def unannotated(function: Function) -> list[str]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs, function.args.vararg, function.args.kwarg]
    missing = [one.arg for one in arguments if one and not one.annotation and one.arg not in ("self", "cls")]
    return missing + ([] if function.returns else ["return"])


def is_overload(function: Function) -> bool:
    return any(ast.unparse(decorator).endswith("overload") for decorator in function.decorator_list)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_promises(package):
    empty = [name for name, tree in modules(package) if not ast.get_docstring(tree)]
    assert empty == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_function_says_what_the_caller_gets(package):
    found = [
        f"{name}: {called}"
        for name, tree in modules(package)
        for called, function in public_functions(tree)
        if not is_overload(function) and len((ast.get_docstring(function) or "").split()) < 2
    ]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_function_has_types(package):
    found = [
        f"{name}: {called}: {', '.join(missing)}"
        for name, tree in modules(package)
        for called, function in public_functions(tree)
        if (missing := unannotated(function))
    ]
    assert found == []


def test_views_tell_what_they_cost():
    silent = [
        f"{name}: {called}"
        for name, tree in modules("contacts")
        if name.startswith("contacts/pages/")
        for called, function in public_functions(tree)
        if any("require_safe" in ast.unparse(one) or "page_of" in ast.unparse(one) for one in function.decorator_list)
        if "Queries:" not in (ast.get_docstring(function) or "")
    ]
    assert silent == []


def test_names_of_modules_say_what_they_hold():
    vague = {"utils", "helpers", "misc", "common", "tools", "stuff"}
    assert [name for name, _ in modules(*PACKAGES) if vague & set(re.split(r"[/.]", name))] == []


def templates() -> list[tuple[str, str]]:
    return [(name, text) for name, text in texts() if name.startswith("templates/") and name.endswith(".html")]


def test_components_open_with_what_they_take_and_get_nothing_else():
    for name, text in templates():
        if name.startswith("templates/components/"):
            assert re.match(r"\{# Takes: .+\. Runs no queries.*#\}\n", text), name
        for include in re.findall(r"\{% include .+? %\}", text):
            if "components/" in include:
                assert include.endswith(" only %}"), f"{name}: {include}"


def test_templates_hold_no_styles_and_scripts():
    for name, text in templates():
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|\bhx-on|\|safe\b|autoescape off|javascript:", text), name


def test_stylesheet_lists_every_file():
    listed = set(re.findall(r'@import url\("([^"]+)"\)', (ROOT / "static/css/main.css").read_text()))
    there = {path.relative_to(ROOT / "static/css").as_posix() for path in (ROOT / "static/css").rglob("*.css")}
    of_the_desk = {name for name in there if name.startswith("desk/")}  # each linked by the page that needs it
    assert there - {"main.css"} - of_the_desk == listed
    templates = "".join(path.read_text() for path in (ROOT / "templates/admin").rglob("*.html"))
    admins = "".join(path.read_text() for path in (ROOT / "contacts/admin").rglob("*.py"))
    assert [name for name in of_the_desk if f"css/{name}" not in templates + admins] == []


def test_what_others_wrote_names_version_and_licence():
    folder = ROOT / "static/vendor"
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    if files:
        told = " ".join(path.read_text() for path in files if path.suffix == ".md" or "LICENSE" in path.name)
        assert [path.name for path in files if path.suffix in (".js", ".css") and path.name not in told] == []


def test_every_address_of_the_pages_is_among_those_that_are_tried():
    names = {name for name in get_resolver("contacts.pages.urls").reverse_dict if isinstance(name, str)}
    tried = {"contact": "contact", "contact_history": "history"}
    assert {name for name in names if tried.get(name, name) not in ADDRESSES} == {"contact_by_key"}  # redirects only
