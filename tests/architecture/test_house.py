"""What may stand where: one commit, one place for locks, pure rules, exact money, one clock."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from tests.architecture.reading import CODE, PROJECT, calls, files, imports, python, tree

CODE_LINES, TEST_LINES = 250, 300
MIGRATIONS = "migrations/versions"


def test_one_file_commits_what_is_written_and_one_ends_what_was_only_read() -> None:
    assert calls(CODE, "commit") == {"trade/kernel/work.py", "trade/kernel/reading.py"}


def test_one_file_locks_rows() -> None:
    assert calls(CODE, "with_for_update") == {"trade/kernel/locks.py"}
    assert [str(path) for path, source in python(*CODE) if re.search(r"FOR (UPDATE|SHARE)\b", source)] == []


def rules() -> list[str]:
    found = [str(path) for path, _ in python("trade")]
    return sorted(path for path in found if path.endswith("/rules.py") or "/rules/" in path)


@pytest.mark.parametrize("path", rules())
def test_rules_import_the_standard_library_the_kernel_and_other_rules_alone(path: str) -> None:
    for module in imports((PROJECT / path).read_text()):
        top = module.split(".")[0]
        is_kernel = module.startswith("trade.kernel")
        is_rules = re.fullmatch(r"trade\.\w+\.(rules(\.\w+)*|ports)", module) is not None
        assert top in sys.stdlib_module_names or is_kernel or is_rules, module
        assert module not in {"trade.kernel.work", "trade.kernel.locks", "trade.kernel.base"}, "rules touch no table"


def test_rules_are_found() -> None:
    assert len(rules()) >= 8


def test_nothing_near_money_is_a_float() -> None:
    assert calls(("trade",), "float") == set()
    assert calls((*CODE, "bench"), "from_float") == set()
    annotated = set()
    for path, source in python("trade"):
        for node in ast.walk(tree(path)) if re.search("Float|REAL", source) else ():
            if isinstance(node, ast.Name) and node.id in {"Float", "REAL"}:
                annotated.add(str(path))
    assert annotated == set()


READS_THE_CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
EDGES = {"adapters/clock.py", "jobs/schedule.py"}
"""The clock itself, and the scheduler that counts its own periods."""


def test_the_machines_clock_is_read_at_the_edges() -> None:
    found = set()
    for path, source in python(*CODE):
        for node in ast.walk(tree(path)) if re.search("now|today|time", source) else ():
            if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in READS_THE_CLOCK:
                found.add(str(path))
    assert found == EDGES


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_the_business_is_told_what_time_it_is() -> None:
    assert [str(path) for path, source in python("trade") if re.search(r"\bclock\.now\b", source)] == []


@pytest.mark.parametrize("kind", ["code", "tests"])
def test_no_file_is_longer_than_a_reader_can_hold(kind: str) -> None:
    cap = TEST_LINES if kind == "tests" else CODE_LINES
    long = {
        str(path): lines
        for path, source in python()
        if (path.parts[0] == "tests") == (kind == "tests")
        and not str(path).startswith(MIGRATIONS)
        and (lines := len(source.splitlines())) > cap
    }
    assert long == {}


def test_every_area_says_what_it_is_for() -> None:
    silent = [str(path) for path, source in python(*CODE) if source.strip() and ast.get_docstring(tree(path)) is None]
    assert silent == []


def test_each_decision_has_a_number_of_its_own() -> None:
    names = [path.name for path in (PROJECT / "docs" / "decisions").glob("*.md")]
    numbers = [name[:4] for name in names]
    assert names
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in names)
    assert len(set(numbers)) == len(numbers)


PLACES = re.compile(r"(?<![\w.:/-])/(work|tmp|root|home|Users)/[\w.-]+")
PROSE = re.compile(r"\.\./shared/(?!data\b)|style-anchors|promises-and-budgets")


def test_nothing_names_the_machine_it_was_written_on() -> None:
    found = {}
    for path in files():
        if path == PROJECT / "tests" / "architecture" / "test_house.py":
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        hits = {hit.group() for pattern in (PLACES, PROSE) for hit in pattern.finditer(text)}
        if hits:
            found[str(path.relative_to(PROJECT))] = hits
    assert found == {}
