"""What a role may do, and that every action refuses whoever lacks its permission."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.kernel.test_idempotency import all_actions
from tests.trade.looking import snapshot
from tests.trade.market import Market
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.errors import NotAllowed
from trade.kernel.work import Action
from trade.parties.rules import (
    ASKING,
    BUYING,
    RUNNING,
    SELLING,
    OrganisationKind,
    OrganisationState,
    Role,
    is_phone,
    login_name,
    permissions_of,
    roles_for,
    scope_of,
)

K, P, R = OrganisationKind, Permission, Role
MONEY = {P.PREPARE_MONEY, P.APPROVE_MONEY}
OPEN_TO_ALL = {
    "admission.actions.applying.apply_for_admission": "anybody: it makes what may do nothing",
    "admission.actions.showing.send_admission_message": "asks inside: the platform's people, or the organisation itself",
    "claims.actions.answering.send_claim_message": "buyer, seller or platform: the right depends on the claim's side",
    "settlement.actions.recovering.recover": "asks inside for the right to oversee",
    "claims.actions.clocks.run_out": "asks inside for the right to oversee",
    "claims.actions.clocks.collect_clawback": "asks inside for the right to oversee",
    "claims.actions.carriers.collect_from_carrier": "asks inside for the right to oversee",
    "files.actions.keep_file": "whoever acts for an organisation, for that one",
    "history.actions.sales.import_sales": "a command of whoever runs the server",
    "kernel.errands.take_due_errands": "a job",
    "kernel.errands.finish_errand": "a job",
    "ledger.closing.snapshot_day": "asks inside for the right to oversee",
    "ledger.actions.seal_entries": "a job; sealing says nothing and moves nothing",
    "news.actions.reading.read_all_news": "one's own",
    "news.actions.reading.read_news": "one's own: somebody else's does not exist",
    "news.actions.wishes.set_news_wishes": "one's own",
    "pricing.actions.agreements.end_agreement": "buyer or seller: the right depends on the agreement's side",
    "quoting.actions.talk.send_message": "buyer or seller: the right depends on the inquiry's side",
    "quoting.actions.accept.accept_quote": "who asked, or an approver: the right depends on the inquiry",
    "ordering.actions.cancel.cancel_order": "buyer or seller: the right depends on the order's side",
    "ordering.actions.complete.deliver_overdue": "asks inside for the right to oversee",
    "ordering.actions.spoilt.tell_spoilt": "asks inside for the right to oversee",
    "ordering.actions.complete.complete_orders": "asks inside for the right to oversee",
}


def test_before_admission_owners_show_permits_and_nobody_may_do_anything_else() -> None:
    for kind in K:
        for state in set(OrganisationState) - {OrganisationState.ADMITTED}:
            asks = state in ASKING and kind is not K.PLATFORM
            if state is not OrganisationState.SUSPENDED:
                assert permissions_of(kind, state, R) == (frozenset({P.SHOW_PERMITS}) if asks else frozenset())


@pytest.mark.parametrize(
    ("kind", "role", "granted"),
    [
        (
            K.RETAILER,
            R.OWNER,
            {P.BROWSE, P.BUY, P.SEE_PURCHASES, P.APPROVE_PURCHASES, P.MANAGE_MEMBERS, P.SHOW_PERMITS, P.BE_PAID},
        ),
        (K.RETAILER, R.BUYER, {P.BROWSE, P.BUY, P.SEE_PURCHASES}),
        (K.RETAILER, R.SALES, set()),
        (K.SUPPLIER, R.SALES, {P.SELL, P.SHIP, P.FULFIL, P.SEE_SALES}),
        (K.SUPPLIER, R.WAREHOUSE, {P.SHIP, P.SEE_SALES}),
        (K.SUPPLIER, R.BUYER, set()),
        (K.DISTRIBUTOR, R.WAREHOUSE, {P.SEE_PURCHASES, P.SHIP, P.SEE_SALES}),
        (K.PLATFORM, R.OWNER, {P.ADMIT, P.OVERSEE, P.MANAGE_MEMBERS}),
        (K.PLATFORM, R.FINANCE_MAKER, {P.OVERSEE, P.SEE_FINANCE, P.PREPARE_MONEY}),
        (K.PLATFORM, R.FINANCE_CHECKER, {P.OVERSEE, P.SEE_FINANCE, P.APPROVE_MONEY}),
        (K.LENDER, R.OWNER, {P.SHOW_PERMITS}),
        (K.CARRIER, R.OWNER, {P.SHOW_PERMITS}),
    ],
)
def test_a_role_grants_what_its_table_says(kind: OrganisationKind, role: Role, granted: set[Permission]) -> None:
    assert permissions_of(kind, OrganisationState.ADMITTED, [role]) == granted


@given(st.sets(st.sampled_from(R)), st.sampled_from(K))
def test_roles_add_up_and_money_stays_with_the_platform(roles: set[Role], kind: OrganisationKind) -> None:
    granted = permissions_of(kind, OrganisationState.ADMITTED, roles)
    each = [permissions_of(kind, OrganisationState.ADMITTED, [role]) for role in roles]
    assert granted == frozenset().union(*each)
    assert kind is K.PLATFORM or not granted & {*MONEY, P.ADMIT, P.OVERSEE, P.SEE_FINANCE}
    assert scope_of(kind) is (Scope.PLATFORM if kind is K.PLATFORM else Scope.PARTY)
    assert {role for role in roles if role in roles_for(kind)} >= {
        r for r in roles if permissions_of(kind, OrganisationState.ADMITTED, [r])
    }


def test_no_single_role_both_prepares_and_approves_money() -> None:
    for table in (BUYING, SELLING, RUNNING):
        for role, granted in table.items():
            assert not granted >= MONEY, role


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" Mei@Example.COM ", "mei@example.com"),
        ("+86 (138) 0013-8000", "+8613800138000"),
        ("0044.20.7946", "0044207946"),
        ("", ""),
    ],
)
def test_a_login_is_compared_in_one_form(typed: str, name: str) -> None:
    assert login_name(typed) == name


@given(st.text())
def test_folding_a_login_twice_changes_nothing_more(typed: str) -> None:
    assert login_name(login_name(typed)) == login_name(typed)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("+8613800138000", True),
        ("138001", True),
        ("12345", False),
        ("1" * 16, False),
        ("+", False),
        ("１３８００１", False),
    ],
)
def test_what_reads_as_a_phone_number(text: str, is_one: bool) -> None:
    assert is_phone(text) is is_one


def test_an_actor_without_an_organisation_acts_for_none() -> None:
    with pytest.raises(NotAllowed, match="organisation"):
        _ = Actor.nobody().organisation
    with pytest.raises(NotAllowed, match="buy"):
        Actor.nobody().require(P.BUY)
    Actor.system().require(P.BUY)


def of_trade(verb: Action[Any, Any]) -> bool:
    return not verb.name.startswith(("parties.",))


@pytest.mark.parametrize("verb", [v for v in all_actions() if of_trade(v)], ids=lambda verb: verb.name)
def test_an_action_is_refused_to_whoever_lacks_its_permission(market: Market, verb: Action[Any, Any]) -> None:
    if verb.permission is None:
        assert verb.name in OPEN_TO_ALL, "an action names its permission, or the reason why it needs none"
        return
    everything_else = frozenset(Permission) - {verb.permission}
    actor = Actor(Scope.PLATFORM, market.maker.person_id, market.maker.organisation_id, everything_else)
    before = snapshot(market.session)
    with pytest.raises(NotAllowed) as caught:
        verb(market.by(actor))
    assert caught.value.permission == verb.permission
    assert snapshot(market.session) == before
