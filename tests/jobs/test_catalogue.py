"""The catalogue of jobs: every name leads somewhere, every promise is in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from jobs.catalogue import JOBS, RENAMED
from jobs.queueing import FORECAST, QUEUES

TRADE = Path(__file__).parents[2] / "trade"


@pytest.mark.parametrize("name", JOBS)
def test_a_job_leads_to_a_function_with_a_sentence_and_a_queue_that_is_worked_on(name: str) -> None:
    module, _, function = JOBS[name].function.rpartition(".")

    found = getattr(import_module(module), function)

    assert found.__doc__
    assert JOBS[name].queue in (*QUEUES, FORECAST)
    assert (JOBS[name].every_seconds is None) or not signature(found).parameters


def test_an_errand_promised_under_an_old_name_runs_as_what_it_is_called_now_and_comes_round_once() -> None:
    for old, new in RENAMED.items():
        assert (JOBS[old].function, JOBS[old].queue) == (JOBS[new].function, JOBS[new].queue)
        assert JOBS[old].every_seconds is None


def test_every_job_that_an_action_promises_is_in_the_catalogue() -> None:
    promised = {name for file in TRADE.rglob("*.py") for name in _promises(ast.parse(file.read_text()))}

    assert promised
    assert promised <= set(JOBS) - set(RENAMED)


def _promises(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "work.later":
            first = node.args[0]
            assert isinstance(first, ast.Constant), "name the job in words, so that this test can read it"
            assert isinstance(first.value, str)
            yield first.value
