"""Every route × everybody × every id: generated from the routes, so that a new one cannot be forgotten."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.routing import UUIDConverter

from tests.makers import actor_of
from tests.trade.looking import snapshot
from tests.web.crawling import walk
from tests.web.poisoning import poison
from tests.web.strangers import IDS, OPEN_TO_BUYERS, Door, World, doors, furnish
from trade.kernel.actor import Permission, Scope
from trade.ordering.actions import set_cart_line
from trade.parties.rules import KEPT
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from web.assets import CRITICAL
from web.critical_sheet import COOKIE

Wrong = list[tuple[Any, ...]]

HOLD = {"applied": frozenset({Permission.SHOW_PERMITS}), "suspended": KEPT}
"""What those hold who are not let in yet, or not now."""
PUBLIC = {
    "admission.apply",
    "admission.ask",
    "pictures.file",
    "api.openapi",
    "api.reference",
    "auth.forgotten_password",
    "auth.home",
    "auth.invitation",
    "auth.letter_sent",
    "auth.reset_password",
    "auth.set_language",
    "auth.sign_in",
    "auth.sign_out",
    "files.file",
    "gallery.components",
    "health.healthz",
    "health.readyz",
    "pools.progress",
    "pools.shared",
}
"""What visitors may open. A new public page is added here on purpose, never by accident."""

LET_IN = ("retailer", "supplier", "neighbour", "rival", "distributor", "warehouse", "support", "maker", "checker")
OWNERS = {"retailer", "supplier"}
FOREIGN = [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
MARKUP = tuple(f"{before}'\"><evil-x>" for before in ("", "</title>", "</textarea>", "</script>", "javascript:"))
"""Short, so that each fits into the shortest column; each would end whatever attribute or element it stood in."""
TOLD = ("retailer", "supplier", "support", "maker")
CHANGING_HEADERS = re.compile(r'value="[A-Za-z0-9_.-]{16,}"|"X-CSRFToken": "[^"]+"|%[0-9A-F]{2}|[0-9a-f-]{32,36}')


@pytest.fixture
def world(app, session) -> World:
    return furnish(app, session)


def permitted(world: World, who: str, door: Door) -> bool:
    member = world.desks[who].member
    permissions = actor_of(member).permissions if member is not None else frozenset()
    return not door.policy.permissions or bool(door.policy.permissions & permissions)


def test_what_is_public_was_decided(app):
    found = {door.rule.endpoint for door in doors(app) if door.policy.is_public}

    assert {name for name in found if not name.startswith("shop.")} <= PUBLIC


def test_every_id_in_an_address_is_known_here(app):
    unknown = {
        f"{name} in {door.name}"
        for door in doors(app)
        for name in door.parameters
        if isinstance(door.rule._converters[name], UUIDConverter) and name not in IDS
    }

    assert unknown == set()


def test_visitors_are_sent_to_sign_in(app, world):
    before, wrong = snapshot(world.session), Wrong()
    for door in doors(app):
        if door.policy.is_public:
            continue
        answer = world.knock("visitor", door)
        fragment = world.knock("visitor", door, headers={"HX-Request": "true"})
        if answer.status_code != 303 or not answer.headers["Location"].startswith("/sign-in"):
            wrong.append((door.name, answer.status_code))
        if fragment.status_code != 204 or not fragment.headers["HX-Redirect"].startswith("/sign-in"):
            wrong.append((door.name, fragment.status_code, "htmx"))

    assert wrong == []
    assert snapshot(world.session) == before


def test_a_role_without_the_permission_is_refused_before_anything_is_looked_up(app, world):
    before, wrong = snapshot(world.session), Wrong()
    for door in doors(app):
        for who in LET_IN:
            if permitted(world, who, door):
                continue
            answers = [world.knock(who, door)]
            if door.parameters:  # one that does not exist is refused in the same way
                answers.append(world.knock(who, door, dict.fromkeys(IDS, uuid4())))
            if {answer.status_code for answer in answers} != {403}:
                wrong.append((door.name, who, [answer.status_code for answer in answers]))

    assert wrong == []
    assert snapshot(world.session) == before


@pytest.mark.parametrize(
    ("who", "status", "words"),
    [
        ("applied", 403, "Waiting for admission"),
        ("suspended", 403, "Your organisation is suspended"),
        ("owing", 303, "/second-factor"),
    ],
)
def test_who_is_not_let_in_yet_reaches_nothing(app, world, who, status, words):
    before, wrong = snapshot(world.session), Wrong()
    for door in doors(app):
        if not door.policy.permissions or (who in HOLD and door.policy.permissions & HOLD[who]):
            continue
        answer = world.knock(who, door)
        if answer.status_code != status or words not in answer.text + answer.headers.get("Location", ""):
            wrong.append((door.name, answer.status_code))

    assert wrong == []
    assert snapshot(world.session) == before


def test_what_belongs_to_others_looks_like_what_does_not_exist(app, world):
    before, wrong = snapshot(world.session), Wrong()
    for desk in world.desks.values():  # their first pages differ by the sheet that they hold
        desk.browser.set_cookie(COOKIE, app.extensions["assets"].by_name[CRITICAL].digest)
    for door in doors(app):
        if not door.policy.permissions or not door.parameters & set(IDS):
            continue
        for who in LET_IN:
            if who in OWNERS or not permitted(world, who, door) or is_open(world, who, door):
                continue
            theirs = world.knock(who, door)
            nobodys = world.knock(who, door, dict.fromkeys(IDS, uuid4()))
            if theirs.status_code != nobodys.status_code or plain(theirs) != plain(nobodys):
                wrong.append((door.name, who, theirs.status_code, nobodys.status_code))
            if theirs.status_code not in ({404, 422} if door.is_change else {404}):
                wrong.append((door.name, who, theirs.status_code))

    assert wrong == []
    assert snapshot(world.session) == before


def test_every_change_needs_our_origin_a_token_and_a_key(app, world):
    before, wrong = snapshot(world.session), Wrong()
    for door in doors(app):
        who = next((who for who in LET_IN if permitted(world, who, door)), None)
        if not door.is_change or who is None:
            continue
        token = world.desks[who].csrf_token()
        full = {"csrf_token": token, "idempotency_key": uuid4().hex}
        found = [world.knock(who, door, data=full, headers=headers).status_code for headers in FOREIGN]
        found.append(world.knock(who, door, data={"idempotency_key": uuid4().hex}).status_code)
        foreign = {"csrf_token": world.desks[who].csrf_token_of("another"), "idempotency_key": uuid4().hex}
        found.append(world.knock(who, door, data=foreign).status_code)
        if door.policy.needs_key:
            found.append(world.knock(who, door, data={"csrf_token": token}).status_code)
        if found != [403, 403, 403, 400, 400, 422][: len(found)]:
            wrong.append((door.name, who, found))

    assert wrong == []
    assert snapshot(world.session) == before


@pytest.mark.parametrize("who", [*LET_IN, "applied", "suspended", "owing", "visitor"])
def test_looking_changes_nothing_runs_nothing_that_people_wrote_and_every_link_works(world, who):
    """S5. Whatever text stands in whichever column, it is read and nothing else."""
    assert poison(world, MARKUP) > 60
    before, read = snapshot(world.session), Counter[str]()

    def look(page):
        alive = page.soup.select("evil-x, [href^='javascript:'], [src^='javascript:'], [action^='javascript:']")
        alive += [tag for tag in page.soup.find_all(True) if any(name.startswith("evil") for name in tag.attrs)]
        assert not alive, f"{page.path}: {alive[:2]}"
        read.update(payload for payload in MARKUP if payload in page.soup.get_text())

    found = walk(world.desks[who], look=look)

    assert found.opened
    assert len(read) >= (len(MARKUP) if who in TOLD else 0), sorted(read)
    assert snapshot(world.session) == before


def test_no_get_of_any_route_writes_anything_though_prices_have_moved(app, world):
    """S4. A page may tell that a price has moved; only a form may write it down."""
    market, sku_id = world.market, world.market.goods()
    with market.as_system():
        buyers = [actor_of(world.desks[who].member) for who in ("retailer", "distributor")]
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=6)
    market.later(seconds=1)
    set_ladder(market.by(market.supplier), sku_id, steps=[Step(6, Decimal("3.50"))])
    before, opened = snapshot(world.session), 0
    for who in LET_IN:
        for door in doors(app):
            if not door.is_change and permitted(world, who, door):
                opened += len(world.knock(who, door).get_data()) > 0
        assert snapshot(world.session) == before, who
    assert opened > 200


@pytest.mark.parametrize("owner", ["retailer", "supplier"])
def test_nobody_can_send_anothers_form(world, owner):
    forms = [form for form in walk(world.desks[owner]).forms.values() if is_private(form.action)]
    before, wrong = snapshot(world.session), Wrong()
    for form in forms:
        for who in ("neighbour", "rival", "distributor", "applied", "suspended", "owing", "visitor"):
            desk = world.desks[who]
            world.session.commit()
            mine = {**form.data, "csrf_token": desk.csrf_token(), "idempotency_key": uuid4().hex}
            answer = desk.browser.post(form.action, data=mine)
            away = answer.status_code == 303 and answer.headers["Location"].startswith(("/sign-in", "/second-factor"))
            if answer.status_code not in {403, 404, 422} and not away:
                wrong.append((form.action, who, answer.status_code))

    assert wrong == []
    assert snapshot(world.session) == before


@pytest.mark.parametrize("who", ["retailer", "supplier", "support", "maker", "checker"])
def test_a_form_sent_twice_has_one_effect(world, who):
    desk = world.desks[who]
    wrong = Wrong()
    for form in walk(desk).forms.values():
        if form.action.startswith(("/sign-out", "/organisations/", "/language")):
            continue
        world.session.commit()
        sent = {**form.data, "csrf_token": desk.csrf_token(), "idempotency_key": uuid4().hex}
        first = desk.browser.post(form.action, data=sent)
        after_first = snapshot(world.session)
        second = desk.browser.post(form.action, data=sent)
        if second.status_code != first.status_code or snapshot(world.session) != after_first:
            wrong.append((form.action, first.status_code, second.status_code))

    assert wrong == []


def is_open(world: World, who: str, door: Door) -> bool:
    """Whether the door shows everybody's things on purpose: the platform's desk, and goods in the shop."""
    member = world.desks[who].member
    assert member is not None
    if actor_of(member).scope is Scope.PLATFORM:
        return True
    area = door.rule.endpoint.partition(".")[0]
    return area in {"retailer", "shop"} and door.parameters & set(IDS) <= OPEN_TO_BUYERS


def is_private(action: str) -> bool:
    """Whether a form is about a thing of its own, not about what everybody may do for themselves."""
    return bool(re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", action)) and "/cart/" not in action


def plain(answer) -> str:
    """Return an answer without what differs from one to the next: tokens, keys, ids."""
    return CHANGING_HEADERS.sub("", answer.text)
