"""Kinds, roles, permissions, logins: no database."""

from __future__ import annotations

import pytest

from trade.kernel.actor import Permission, Scope
from trade.parties.rules import (
    ASKING,
    KEPT,
    ORGANISATION_MOVES,
    OrganisationKind,
    OrganisationState,
    Role,
    is_phone,
    login_name,
    permissions_of,
    roles_for,
    scope_of,
)

BUYERS_OWN = {
    Permission.BROWSE,
    Permission.BUY,
    Permission.SEE_PURCHASES,
    Permission.APPROVE_PURCHASES,
    Permission.MANAGE_MEMBERS,
    Permission.SHOW_PERMITS,
    Permission.BE_PAID,
}


@pytest.mark.parametrize(
    "state", sorted(set(OrganisationState) - {OrganisationState.ADMITTED, OrganisationState.SUSPENDED})
)
@pytest.mark.parametrize("kind", OrganisationKind)
def test_before_admission_owners_show_permits_and_nobody_does_anything_else(kind, state):
    asks = state in ASKING and kind is not OrganisationKind.PLATFORM
    assert permissions_of(kind, state, list(Role)) == (frozenset({Permission.SHOW_PERMITS}) if asks else frozenset())
    assert permissions_of(kind, state, [role for role in Role if role is not Role.OWNER]) == frozenset()


@pytest.mark.parametrize("kind", OrganisationKind)
def test_while_suspended_people_finish_what_is_open_and_begin_nothing(kind):
    before = permissions_of(kind, OrganisationState.ADMITTED, list(Role))
    kept = permissions_of(kind, OrganisationState.SUSPENDED, list(Role))

    assert kept == (frozenset() if kind is OrganisationKind.PLATFORM else before & KEPT)
    assert not kept & {Permission.BROWSE, Permission.BUY, Permission.SELL, Permission.MANAGE_MEMBERS}


def test_the_owner_of_a_shop_buys_and_manages():
    granted = permissions_of(OrganisationKind.RETAILER, OrganisationState.ADMITTED, [Role.OWNER])

    assert granted == BUYERS_OWN


def test_a_distributor_does_both():
    granted = permissions_of(OrganisationKind.DISTRIBUTOR, OrganisationState.ADMITTED, [Role.OWNER])

    assert granted > BUYERS_OWN
    assert Permission.SELL in granted


@pytest.mark.parametrize("kind", [kind for kind in OrganisationKind if kind != OrganisationKind.PLATFORM])
def test_only_the_platform_oversees(kind):
    granted = permissions_of(kind, OrganisationState.ADMITTED, list(Role))

    assert not granted & {Permission.OVERSEE, Permission.ADMIT, Permission.PREPARE_MONEY, Permission.APPROVE_MONEY}
    assert scope_of(kind) is Scope.PARTY


@pytest.mark.parametrize("role", Role)
def test_no_single_role_prepares_and_approves_money(role):
    granted = permissions_of(OrganisationKind.PLATFORM, OrganisationState.ADMITTED, [role])

    assert not {Permission.PREPARE_MONEY, Permission.APPROVE_MONEY} <= granted


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_role_that_is_offered_grants_something(kind):
    for role in roles_for(kind):
        assert permissions_of(kind, OrganisationState.ADMITTED, [role])


def test_every_state_but_the_first_can_be_reached():
    reached = {to for moves in ORGANISATION_MOVES.values() for to in moves}

    assert reached == set(OrganisationState) - {OrganisationState.INVITED}


@pytest.mark.parametrize(
    ("typed", "folded", "phone"),
    [
        (" Mei@Example.COM ", "mei@example.com", False),
        ("+44 (20) 7946-0000", "+442079460000", True),
        ("13800138000", "13800138000", True),
        ("12345", "12345", False),
        ("mei", "mei", False),
        ("", "", False),
    ],
)
def test_logins_are_folded(typed, folded, phone):
    assert login_name(typed) == folded
    assert is_phone(folded) is phone
