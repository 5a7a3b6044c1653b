"""Several delivery addresses, one of which is the usual one; strangers' do not exist."""

from __future__ import annotations

from typing import Any

import pytest

from tests.makers import make_region
from tests.trade.market import Market
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.work import bind_actor
from trade.parties import actions, queries
from trade.parties.actions import AddressSheet
from trade.parties.rules import ADDRESSES_MAX, Role

SHOP, STORE = AddressSheet("Shop", "2 Side Street"), AddressSheet("Store room", "3 Back Lane", "Jo, 07700 900456")


def kept(market: Market, actor: Any = None) -> list[tuple[str, bool]]:
    actor = actor or market.retailer
    bind_actor(market.session, actor)
    return [(row.label, row.is_default) for row in queries.addresses(market.session, actor)]


def add(market: Market, sheet: AddressSheet, **more: Any) -> Any:
    return actions.add_address(market.by(market.retailer), sheet, **more)


def test_goods_go_to_the_organisation_itself_until_it_keeps_an_address(market: Market) -> None:
    assert kept(market) == [("", True)]
    add(market, SHOP)
    assert kept(market) == [("Shop", True)]


def test_one_address_is_the_usual_one_whatever_is_added_chosen_or_archived(market: Market) -> None:
    shop, store = add(market, SHOP), add(market, STORE)
    assert kept(market) == [("Shop", True), ("Store room", False)]
    actions.choose_default_address(market.by(market.retailer), store)
    assert kept(market) == [("Store room", True), ("Shop", False)]
    van = add(market, AddressSheet("Van", "4 Mews"), is_default=True)
    actions.archive_address(market.by(market.retailer), van)
    assert kept(market) == [("Shop", True), ("Store room", False)]
    for address_id in (shop, store):
        actions.archive_address(market.by(market.retailer), address_id)
    assert kept(market) == [("", True)]


def test_what_was_archived_cannot_be_changed_any_more(market: Market) -> None:
    shop = add(market, SHOP)
    actions.archive_address(market.by(market.retailer), shop)
    with market.refuses(NotFound):
        actions.edit_address(market.by(market.retailer), shop, STORE)


def test_strangers_and_readers_touch_no_address_theme_23(market: Market) -> None:
    shop = add(market, SHOP)
    for verb in (actions.archive_address, actions.choose_default_address):
        with market.refuses(NotFound):
            verb(market.by(market.neighbour), shop)
    with market.refuses(NotFound):
        actions.edit_address(market.by(market.neighbour), shop, STORE)
    reader = market.colleague(market.retailer, Role.WAREHOUSE)
    with market.refuses(NotAllowed):
        actions.edit_address(market.by(reader), shop, STORE)


def test_a_region_nobody_knows_and_one_address_too_many_are_refused(market: Market) -> None:
    make_region(market.session)
    edited = add(market, AddressSheet("Shop", "2 Side Street", region_code="GB-LND"))
    with market.refuses(InvalidInput, field="region"):
        actions.edit_address(market.by(market.retailer), edited, AddressSheet("Shop", "x", region_code="XX"))
    market.rows(
        "INSERT INTO addresses (id, organisation_id, label, recipient, lines, is_default, created_at)"
        " SELECT gen_random_uuid(), :own, 'x', '', 'x', false, now() FROM generate_series(2, :most) RETURNING 1",
        own=market.retailer.organisation,
        most=ADDRESSES_MAX,
    )
    with market.refuses(InvalidInput, code="too_many_addresses"):
        add(market, STORE)


@pytest.mark.parametrize("role", [Role.OWNER, Role.BUYER])
def test_the_organisations_own_address_is_its_owners_business(market: Market, role: Role) -> None:
    make_region(market.session)
    person = market.colleague(market.retailer, role)
    if role is Role.BUYER:
        with market.refuses(NotAllowed):
            actions.set_own_address(market.by(person), address="9 New Road", region_code=None)
        return
    actions.set_own_address(market.by(person), address="9 New Road", region_code="GB-LND")
    bind_actor(market.session, person)
    assert queries.own_address(market.session, person) == ("9 New Road", "GB-LND")
