"""Every template compiles, is used, and a fragment says what it needs."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.meta import find_referenced_templates

from tests.architecture.reading import CODE, PROJECT, python, tree

TEMPLATES = PROJECT / "templates"
PAGE_LINES, FRAGMENT_LINES = 120, 60


@cache
def names() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


def pages() -> list[str]:
    return [name for name in names() if name.endswith(".html")]


@pytest.fixture
def environment(app):
    """Jinja as the application sets it up."""
    return app.jinja_env


@pytest.mark.parametrize("name", names())
def test_a_template_compiles(environment, name: str) -> None:
    assert environment.get_template(name)


@pytest.mark.parametrize("name", [name for name in pages() if Path(name).name.startswith("_")])
def test_a_fragment_begins_by_saying_what_it_is_and_needs(name: str) -> None:
    first = (TEMPLATES / name).read_text().lstrip()
    assert re.match(r"\{#-?\s*\S.{15,}?#\}", first, re.DOTALL), name


@pytest.mark.parametrize("name", pages())
def test_a_template_is_short(name: str) -> None:
    lines = len((TEMPLATES / name).read_text().splitlines())
    assert lines <= (FRAGMENT_LINES if Path(name).name.startswith("_") else PAGE_LINES)


@cache
def named_in_code() -> set[str]:
    """Texts in the code that name a template; one that is put together names each that it may become."""
    found = set()
    for path, _ in python(*CODE):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                pattern = "".join(
                    re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[a-z_]+" for p in node.values
                )
                found |= {name for name in names() if "/" in pattern and re.fullmatch(pattern, name)}
    return found


def named_in_templates(environment) -> set[str]:
    """Templates that another one extends, includes or imports; a name in a condition counts as well."""
    found: set[str] = set()
    for name in names():
        tree = environment.parse((TEMPLATES / name).read_text())
        found |= {other for other in find_referenced_templates(tree) if other and other != name}
        found |= {str(text.value) for text in tree.find_all(nodes.Const)}
    return found


def test_no_template_is_left_over(environment) -> None:
    used = named_in_code() | named_in_templates(environment)
    assert [name for name in names() if name not in used] == []


def test_no_template_that_is_named_is_missing(environment) -> None:
    named = {name for name in named_in_code() if re.fullmatch(r"[a-z_]+/[a-z_.]+\.(html|txt)", name)}
    referenced = set()
    for name in names():
        tree = environment.parse((TEMPLATES / name).read_text())
        referenced |= {other for other in find_referenced_templates(tree) if other}
    assert sorted((named | referenced) - set(names())) == []
