"""Between actions a request only reads: the database holds it to that, and remembers its statements."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.desk import Desk
from web.database import db


@pytest.fixture
def alone(playground):
    """A browser whose requests have transactions of their own."""
    return Desk(playground)


def test_a_page_that_would_write_is_refused_by_the_database(alone):
    alone.get("/try/careless", expect=500)

    with alone.app.app_context():
        assert db.session.scalar(text("SELECT to_regclass('careless')")) is None


@pytest.mark.usefixtures("committed")
def test_all_of_a_page_is_of_one_moment(alone):
    """What happens elsewhere while it is made shows on the next page: not in the half of this one."""
    first = alone.get("/try/looking-twice").answer.json
    second = alone.get("/try/looking-twice").answer.json

    assert first == [0, "waved", 0]
    assert second == [1, "waved", 1]


@pytest.mark.usefixtures("committed")
def test_statements_stay_prepared_from_one_page_to_the_next(alone):
    for _ in range(8):
        alone.get("shop.products")

    with alone.app.app_context():
        kept = db.session.execute(text("SELECT statement, generic_plans FROM pg_prepared_statements")).all()
    assert [1 for statement, _ in kept if "FROM skus" in statement] != []
    assert all(plans for _, plans in kept)


@pytest.mark.usefixtures("committed")
def test_whoever_takes_a_page_s_connection_next_may_write(alone):
    alone.get("shop.products")

    with alone.app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(text("SHOW transaction_read_only")) == "off"
        assert connection.scalar(text("SHOW transaction_isolation")) == "read committed"


def test_an_action_writes_and_what_follows_it_reads_again(alone, committed):
    answer = alone.post("/try/wave", {}, expect=200)

    assert answer.answer.json == {"said": "waved"}
    assert committed.scalar(text("SELECT count(*) FROM events WHERE verb = 'test.waved'")) == 1
