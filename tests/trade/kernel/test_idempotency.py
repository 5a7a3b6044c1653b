"""What an action answers is stored as JSON and read back as the same value."""

from __future__ import annotations

import importlib
import json
import pkgutil
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trade
from trade.catalogue.actions import ProductMade
from trade.kernel.idempotency import Command, from_json, to_json
from trade.kernel.money import EXPONENTS, Money
from trade.kernel.work import Action
from trade.ordering.actions import CartChange, Placed

MONEY = st.builds(Money, st.integers(-(2**63), 2**63 - 1), st.sampled_from(sorted(EXPONENTS)))
NEVER_SENT_FROM_A_PAGE = {
    "history.actions.sales.import_sales",
    "kernel.errands.take_due_errands",
    "news.actions.delivering.take_due_news",
    "notices.actions.sending.take_due_notices",
}
"""What only commands and jobs call, without a key: their answers are never stored."""

ANSWERS = st.one_of(
    st.tuples(st.just(UUID), st.uuids()),
    st.tuples(st.just(int), st.integers()),
    st.tuples(st.just(bool), st.booleans()),
    st.tuples(st.just(str), st.text()),
    st.tuples(st.just(Money), MONEY),
    st.tuples(st.just(Money | None), MONEY | st.none()),
    st.tuples(st.just(tuple[Money, ...]), st.lists(MONEY).map(tuple)),
    st.tuples(st.just(Placed), st.builds(Placed, st.lists(st.uuids()).map(tuple))),
    st.tuples(st.just(CartChange), st.builds(CartChange, st.uuids(), st.integers())),
    st.tuples(st.just(ProductMade), st.builds(ProductMade, st.uuids(), st.uuids())),
)


def all_actions() -> list[Action[Any, Any]]:
    """Every action of the business."""
    modules = [importlib.import_module(found.name) for found in pkgutil.walk_packages(trade.__path__, "trade.")]
    found = {value.name: value for module in modules for value in vars(module).values() if isinstance(value, Action)}
    return [found[name] for name in sorted(found)]


@given(ANSWERS)
def test_an_answer_comes_back_as_it_was_given(case: tuple[Any, Any]) -> None:
    kind, answer = case
    assert from_json(kind, json.loads(json.dumps(to_json(answer)))) == answer


@pytest.mark.parametrize(
    "verb", [v for v in all_actions() if v.name not in NEVER_SENT_FROM_A_PAGE], ids=lambda verb: verb.name
)
def test_every_action_answers_with_something_that_can_be_stored(verb: Action[Any, Any]) -> None:
    kind = verb.answer_type
    known = st.from_type(kind) if kind is not type(None) else st.none()

    @given(known)
    @settings(max_examples=20)
    def comes_back(answer: Any) -> None:
        assert from_json(kind, json.loads(json.dumps(to_json(answer)))) == answer

    comes_back()


def test_names_of_actions_are_unique_and_fit_their_column() -> None:
    names = [verb.name for verb in all_actions()]
    assert len(set(names)) == len(names) >= 20
    assert max(map(len, names)) <= 60


@given(st.text(max_size=80), st.uuids(), st.text(max_size=80), st.uuids())
def test_locks_of_different_keys_differ_and_fit_the_database(key: str, owner: UUID, other: str, another: UUID) -> None:
    one, two = Command(key, b"", owner), Command(other, b"", another)
    assert -(2**63) <= one.lock < 2**63
    assert (one.lock == two.lock) == ((key, owner) == (other, another))
