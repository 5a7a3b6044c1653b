"""Every route for programs × every token × every id (S1): generated from the routes, so that none can be forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from adapters import clock
from tests import makers
from tests.programs import PROBLEM, Program
from tests.trade.looking import snapshot
from tests.web.strangers import IDS, Door, World, doors_of_programs, furnish
from trade.parties.models import Organisation
from trade.parties.rules import GRANTS, OrganisationKind, TokenScope, scopes_for

FOREIGN = ("rival", "neighbour", "distributor")


@pytest.fixture
def world(app, session) -> World:
    return furnish(app, session)


def token_of(world: World, who: str, scopes: Any = None, **values: Any) -> str:
    member = world.desks[who].member
    assert member is not None
    with world.market.as_system() as session:
        organisation = session.get_one(Organisation, member.organisation_id)
    return makers.make_token(world.session, organisation, scopes, made_by=member.person_id, **values)


def knock(world: World, token: str, door: Door, ids: dict[str, Any] | None = None, **more: Any):
    headers = {"Idempotency-Key": uuid4().hex, **more.pop("headers", {})}
    program = Program(world.app, world.session, token)
    return program.send(door.method, world.address(door, ids), expect=None, headers=headers, json={}, **more)


def same(world: World, before: dict[str, Any]) -> bool:
    """Nothing changed but when a token was last seen."""
    now = snapshot(world.session)
    return {**now, "access_tokens": before["access_tokens"]} == before


def test_there_are_routes_for_programs(app):
    assert len(list(doors_of_programs(app))) >= 18


def test_every_route_names_scopes_that_exist(app):
    for door in doors_of_programs(app):
        assert (door.policy.scopes or set()) <= set(TokenScope), door.name
        assert set(door.parameters) <= set(IDS), door.name


def test_what_a_program_asks_for_needs_a_token_that_is_good(app, world):
    at = clock.now()
    bad = {
        "none": "",
        "made up": "pinhuo_" + "x" * 43,
        "not ours": "Bearer",
        "long": "x" * 5000,
        "expired": token_of(world, "supplier", expires_at=at - timedelta(seconds=1)),
        "revoked": token_of(world, "supplier", revoked_at=at),
    }
    before, wrong = snapshot(world.session), []
    for door in doors_of_programs(app):
        for name, token in bad.items():
            answer = knock(world, token, door)
            if answer.status_code != 401 or "Bearer" not in answer.headers.get("WWW-Authenticate", ""):
                wrong.append((door.name, name, answer.status_code))

    assert wrong == []
    assert snapshot(world.session) == before


def test_a_cookie_opens_nothing_here(app, world):
    """No session is read, so that no other site can ride on one."""
    for door in doors_of_programs(app):
        world.session.commit()
        answer = world.desks["supplier"].browser.open(world.address(door), method=door.method, json={})
        assert (answer.status_code, answer.content_type) == (401, PROBLEM), door.name


def test_a_token_opens_no_page(app, world):
    token = token_of(world, "supplier")
    answer = app.test_client().get("/supplier/orders", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


def test_without_the_scope_nothing_is_looked_up(app, world):
    before, wrong = snapshot(world.session), []
    for door in doors_of_programs(app):
        others = [scope for scope in TokenScope if scope not in (door.policy.scopes or ())]
        answers = [
            knock(world, token_of(world, "distributor", others), door, ids)
            for ids in (None, dict.fromkeys(IDS, uuid4()))
        ]
        if [(answer.status_code, answer.json["code"]) for answer in answers] != [(403, "scope-missing")] * 2:
            wrong.append((door.name, [answer.status_code for answer in answers]))

    assert wrong == []
    assert same(world, before)


@pytest.mark.parametrize("who", ["applied", "suspended"])
def test_the_programs_of_who_may_not_trade_reach_nothing(app, world, who):
    token = token_of(world, who, list(TokenScope))
    before = snapshot(world.session)
    for door in doors_of_programs(app):
        answer = knock(world, token, door)
        assert (answer.status_code, answer.json["code"]) == (403, "not-trading"), door.name
    assert same(world, before)


def test_the_programs_of_the_platform_may_nothing(app, world):
    """Its people see everybody's things; no token ever does."""
    token = token_of(world, "support", list(TokenScope))
    before = snapshot(world.session)
    for door in doors_of_programs(app):
        answer = knock(world, token, door)
        assert (answer.status_code, answer.json["code"]) == (403, "not-allowed"), door.name
    assert same(world, before)
    assert scopes_for(OrganisationKind.PLATFORM) == []


@pytest.mark.parametrize("who", FOREIGN)
def test_a_foreign_id_is_answered_as_one_that_does_not_exist(app, world, who):
    """Theme 23: for every route, with every scope and a body of the right shape."""
    token = token_of(world, who, list(TokenScope))
    before, wrong, probed = snapshot(world.session), [], 0
    for door in doors_of_programs(app):
        if not door.parameters & set(IDS) or "cart" in door.rule.rule:
            continue
        theirs = send(world, token, door)
        nobodys = send(world, token, door, dict.fromkeys(IDS, uuid4()))
        probed += 2
        if (theirs.status_code, theirs.json) != (nobodys.status_code, nobodys.json) or theirs.status_code not in {
            403,
            404,
        }:
            wrong.append((door.name, who, theirs.status_code, nobodys.status_code))

    assert wrong == []
    assert probed >= 20
    assert same(world, before)


def test_lists_hold_nothing_of_others(app, world):
    for who in FOREIGN:
        token = token_of(world, who, list(TokenScope))
        for door in doors_of_programs(app):
            if door.method == "GET" and not door.parameters and "categories" not in door.rule.rule:
                answer = knock(world, token, door)
                assert answer.status_code == 403 or answer.json["items"] == [], (door.name, who)


def test_each_scope_stands_for_permissions_that_an_owner_has():
    for scope, permissions in GRANTS.items():
        assert permissions, scope
    assert {scope for kind in OrganisationKind for scope in scopes_for(kind)} == set(TokenScope)


BODIES = {
    "tell_properties": {"properties": [{"name": "Weight", "value": "1"}]},
    "tell_marks": {"marks": [{"mark": "ce"}]},
    "make_up_pack": {"parts": [{"sku_id": str(uuid4()), "quantity": 1}]},
    "change_product": {"name": "x", "category_id": str(uuid4()), "moq": 1, "version": 1},
    "set_prices": {"steps": [{"quantity": 6, "unit_price": "1"}]},
    "count": {"counted": 1},
    "receive": {"quantity": 1},
    "cancel": {"reason": "x"},
    "close_short": {"reason": "x"},
    "ship": {"lines": [{"line_id": str(uuid4()), "quantity": 1}]},
}


def send(world: World, token: str, door: Door, ids: dict[str, Any] | None = None):
    """Knock with what the route wants to hear."""
    program = Program(world.app, world.session, token)
    body = BODIES.get(door.rule.endpoint.partition(".")[2]) if door.is_change else None
    headers = {"Idempotency-Key": uuid4().hex}
    return program.send(door.method, world.address(door, ids), expect=None, headers=headers, json=body)
