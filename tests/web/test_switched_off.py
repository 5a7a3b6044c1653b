"""S1: with the application's own check switched off, row-level security alone still hides and keeps everything.

Every page is opened and every form sent by those whose things they are, so that the application admits and finds; the
database is told that a stranger acts. What a forgotten filter would show to the stranger is what these answers show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from tests.trade.looking import snapshot
from tests.web.crawling import walk
from tests.web.strangers import OPEN_TO_BUYERS, World, doors, furnish
from tests.web.test_access_matrix import permitted
from trade.kernel import work
from trade.kernel.actor import Actor

As = Callable[[Actor], AbstractContextManager[None]]
OWNERS = ("retailer", "supplier", "support", "maker", "checker")
FORMAT = "kind"
"""Says as what kind of file one's own list is wanted: it names nobody's thing."""
CANARIES = """
SELECT reference FROM orders UNION SELECT reference FROM statements UNION SELECT reference FROM payouts
UNION SELECT bank_reference FROM receipts UNION SELECT id::text FROM shipments
UNION SELECT account FROM bank_accounts WHERE organisation_id NOT IN (SELECT id FROM organisations WHERE kind = 'platform')
UNION SELECT login FROM invitations
"""
"""What only its parties may read."""


@pytest.fixture
def world(app, session) -> World:
    return furnish(app, session)


@pytest.fixture
def really(monkeypatch) -> As:
    """Tell the database that this actor acts, whoever the application thinks it is."""
    told, forced = work._set_actor, list[Actor]()
    monkeypatch.setattr(
        work, "_set_actor", lambda connection, actor, *how: told(connection, forced[-1] if forced else actor, *how)
    )

    @contextmanager
    def force(actor: Actor) -> Iterator[None]:
        forced.append(actor)
        yield
        forced.pop()

    return force


def strangers(world: World) -> list[Actor]:
    return [world.market.neighbour, world.market.rival, Actor.nobody()]


def canaries(world: World) -> set[str]:
    with world.market.as_system() as session:
        return set(session.scalars(text(CANARIES)))


def words_in(answer: bytes) -> str:
    """Return what an answer says; a workbook is unpacked."""
    if not answer.startswith(b"PK"):
        return answer.decode(errors="replace")
    with ZipFile(BytesIO(answer)) as book:
        return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())


def owners_of(world: World, door: Any) -> list[str]:
    return [who for who in OWNERS if permitted(world, who, door)]


def test_no_page_shows_a_stranger_anything(app, world, really: As):
    secrets, wrong, opened = canaries(world), list[Any](), 0
    assert len(secrets) >= 8
    for door in doors(app):
        if door.is_change or not door.policy.permissions:
            continue
        for who in owners_of(world, door):
            for stranger in strangers(world):
                with really(stranger):
                    answer = world.knock(who, door)
                    said = words_in(answer.data)  # a sheet is written while it is read
                opened += 1
                leaked = {secret for secret in secrets if secret in said}
                leaked -= {secret for secret in secrets if secret in world.address(door)}
                found = door.parameters - OPEN_TO_BUYERS - {FORMAT} and answer.status_code == 200
                if leaked or found:
                    wrong.append((door.name, who, answer.status_code, leaked))

    assert wrong == []
    assert opened > 100


OWN = ("/sign-out", "/lang", "/news/wishes")
"""Forms about whoever sends them, and nothing else."""


@pytest.mark.parametrize("who", OWNERS)
def test_no_form_lets_a_stranger_change_anything(world, really: As, who: str):
    forms = [form for form in walk(world.desks[who]).forms.values() if not form.action.startswith(OWN)]
    before, sent = snapshot(world.session), 0
    for form in forms:
        for stranger in strangers(world):
            desk = world.desks[who]
            world.session.commit()
            data = {**form.data, "csrf_token": desk.csrf_token(), "idempotency_key": uuid4().hex}
            with really(stranger):
                desk.browser.post(form.action, data=data)  # refused, or a fault where the row cannot be written
            sent += 1
            assert snapshot(world.session) == before, (form.action, stranger)
    assert sent >= 3


def test_what_is_switched_off_is_the_only_thing_that_would_have_hidden_it(world, really: As):
    """The same page shows its canary once the database is told the truth: the tests above see something."""
    [[reference]] = world.market.rows("SELECT reference FROM orders WHERE id = :id", id=world.ids["order_id"])
    address = f"/retailer/orders/{world.ids['order_id']}"
    with really(world.market.neighbour):
        assert world.desks["retailer"].browser.get(address).status_code == 404

    with really(world.market.retailer):
        assert reference in world.desks["retailer"].browser.get(address).text
