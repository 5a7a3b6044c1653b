"""Kinds of organisations, roles of members, and what a role permits."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from trade.kernel.actor import Permission, Scope


class OrganisationKind(StrEnum):
    """What a legal party is on this market."""

    PLATFORM = "platform"
    SUPPLIER = "supplier"
    DISTRIBUTOR = "distributor"
    RETAILER = "retailer"
    LENDER = "lender"
    CARRIER = "carrier"

    @property
    def sells(self) -> bool:
        """Whether it may offer goods."""
        return self in {OrganisationKind.SUPPLIER, OrganisationKind.DISTRIBUTOR}

    @property
    def buys(self) -> bool:
        """Whether it may order goods."""
        return self in {OrganisationKind.RETAILER, OrganisationKind.DISTRIBUTOR}


class OrganisationState(StrEnum):
    """invited → applied → admitted ⇄ suspended; applied ⇄ refused."""

    INVITED = "invited"
    APPLIED = "applied"
    REFUSED = "refused"
    ADMITTED = "admitted"
    SUSPENDED = "suspended"


ORGANISATION_MOVES: Final[dict[OrganisationState, frozenset[OrganisationState]]] = {
    OrganisationState.INVITED: frozenset({OrganisationState.APPLIED}),
    OrganisationState.APPLIED: frozenset({OrganisationState.ADMITTED, OrganisationState.REFUSED}),
    OrganisationState.REFUSED: frozenset({OrganisationState.APPLIED}),
    OrganisationState.ADMITTED: frozenset({OrganisationState.SUSPENDED}),
    OrganisationState.SUSPENDED: frozenset({OrganisationState.ADMITTED}),
}


ASKING: Final = frozenset({OrganisationState.APPLIED, OrganisationState.REFUSED})
"""States of an organisation that is known, but not admitted: its owners show permits, and nothing else."""


class Role(StrEnum):
    """A member's place in an organisation."""

    OWNER = "owner"
    SALES = "sales"
    BUYER = "buyer"
    APPROVER = "approver"
    WAREHOUSE = "warehouse"
    FINANCE_MAKER = "finance_maker"
    FINANCE_CHECKER = "finance_checker"
    SUPPORT = "support"


_P = Permission
BUYING: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: frozenset({_P.BROWSE, _P.BUY, _P.SEE_PURCHASES, _P.APPROVE_PURCHASES, _P.MANAGE_MEMBERS, _P.BE_PAID}),
    Role.BUYER: frozenset({_P.BROWSE, _P.BUY, _P.SEE_PURCHASES}),
    Role.APPROVER: frozenset({_P.BROWSE, _P.SEE_PURCHASES, _P.APPROVE_PURCHASES}),
    Role.WAREHOUSE: frozenset({_P.SEE_PURCHASES}),
    Role.FINANCE_MAKER: frozenset({_P.SEE_PURCHASES, _P.BE_PAID}),
    Role.FINANCE_CHECKER: frozenset({_P.SEE_PURCHASES, _P.BE_PAID}),
}
SELLING: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: frozenset({_P.SELL, _P.SHIP, _P.FULFIL, _P.SEE_SALES, _P.SEE_EARNINGS, _P.BE_PAID, _P.MANAGE_MEMBERS}),
    Role.SALES: frozenset({_P.SELL, _P.SHIP, _P.FULFIL, _P.SEE_SALES}),
    Role.WAREHOUSE: frozenset({_P.SHIP, _P.SEE_SALES}),
    Role.FINANCE_MAKER: frozenset({_P.SEE_SALES, _P.SEE_EARNINGS, _P.BE_PAID}),
    Role.FINANCE_CHECKER: frozenset({_P.SEE_SALES, _P.SEE_EARNINGS, _P.BE_PAID}),
}
RUNNING: Final[dict[Role, frozenset[Permission]]] = {
    Role.OWNER: frozenset({_P.ADMIT, _P.OVERSEE, _P.MANAGE_MEMBERS}),
    Role.SUPPORT: frozenset({_P.ADMIT, _P.OVERSEE}),
    Role.FINANCE_MAKER: frozenset({_P.OVERSEE, _P.SEE_FINANCE, _P.PREPARE_MONEY}),
    Role.FINANCE_CHECKER: frozenset({_P.OVERSEE, _P.SEE_FINANCE, _P.APPROVE_MONEY}),
}


APPLYING: Final[dict[Role, frozenset[Permission]]] = {Role.OWNER: frozenset({_P.SHOW_PERMITS})}
"""What members of every organisation but the platform may do before it is admitted, and still may afterwards."""


KEPT: Final = frozenset(
    {_P.SEE_PURCHASES, _P.SEE_SALES, _P.SEE_EARNINGS, _P.BE_PAID, _P.SHIP, _P.FULFIL, _P.SHOW_PERMITS}
)
"""What members of a suspended organisation still may: see to what was ordered before, be paid what is theirs, and put right
why it is suspended."""


class SuspendedFor(StrEnum):
    """Why an organisation is suspended: somebody's ruling, a permit that has run out, or for good, since two people took it off."""

    RULING = "ruling"
    PERMIT = "permit"
    DELISTED = "delisted"


class FactorNews(StrEnum):
    """What a person is told by letter about their second factor: it may have been somebody else."""

    RESET = "reset"
    REPLACED = "replaced"
    CODE_USED = "code_used"


SECOND_FACTOR_KINDS: Final = frozenset({OrganisationKind.PLATFORM})
"""Members of these organisations must prove a second factor: they see everybody's money."""


def permissions_of(kind: OrganisationKind, state: OrganisationState, roles: Iterable[Role]) -> frozenset[Permission]:
    """What a member with ``roles`` may do; not admitted yet, that is to ask for it, and suspended, to finish what is open."""
    held = [table.get(role, frozenset()) for table in _tables(kind) for role in roles]
    granted = frozenset[Permission]().union(*held)
    if state is OrganisationState.ADMITTED:
        return granted
    if state is OrganisationState.SUSPENDED and kind is not OrganisationKind.PLATFORM:
        return granted & KEPT
    return granted & APPLYING[Role.OWNER] if state in ASKING else frozenset()


def _tables(kind: OrganisationKind) -> list[dict[Role, frozenset[Permission]]]:
    tables = [RUNNING] if kind is OrganisationKind.PLATFORM else [APPLYING]
    return tables + ([BUYING] if kind.buys else []) + ([SELLING] if kind.sells else [])


def scope_of(kind: OrganisationKind) -> Scope:
    """How far members of such an organisation see."""
    return Scope.PLATFORM if kind is OrganisationKind.PLATFORM else Scope.PARTY


def roles_for(kind: OrganisationKind) -> list[Role]:
    """The roles that mean something in such an organisation, in the order of :class:`Role`."""
    tables = _tables(kind)
    return [role for role in Role if any(role in table for table in tables)]


class TokenScope(StrEnum):
    """What a program that holds a token may do; more than its organisation's owner it never may."""

    READ_PRODUCTS = "products:read"
    WRITE_PRODUCTS = "products:write"
    READ_PRICES = "prices:read"
    WRITE_PRICES = "prices:write"
    READ_STOCK = "stock:read"
    WRITE_STOCK = "stock:write"
    READ_ORDERS = "orders:read"
    WRITE_ORDERS = "orders:write"
    WRITE_SHIPMENTS = "shipments:write"
    READ_PURCHASES = "purchases:read"
    WRITE_CART = "cart:write"
    PLACE_ORDERS = "orders:place"
    TELL_SALES = "own-sales:write"


_T = TokenScope
GRANTS: Final[dict[TokenScope, frozenset[Permission]]] = {
    _T.READ_PRODUCTS: frozenset({_P.SEE_SALES}),
    _T.WRITE_PRODUCTS: frozenset({_P.SELL}),
    _T.READ_PRICES: frozenset({_P.SEE_SALES}),
    _T.WRITE_PRICES: frozenset({_P.SELL}),
    _T.READ_STOCK: frozenset({_P.SEE_SALES}),
    _T.WRITE_STOCK: frozenset({_P.SHIP}),
    _T.READ_ORDERS: frozenset({_P.SEE_SALES}),
    _T.WRITE_ORDERS: frozenset({_P.SELL, _P.FULFIL}),
    _T.WRITE_SHIPMENTS: frozenset({_P.SHIP}),
    _T.READ_PURCHASES: frozenset({_P.SEE_PURCHASES}),
    _T.WRITE_CART: frozenset({_P.BROWSE, _P.BUY}),
    _T.PLACE_ORDERS: frozenset({_P.BROWSE, _P.BUY}),
    _T.TELL_SALES: frozenset({_P.BUY}),
}
"""What each scope stands for. The scope of the route is checked as well: it is the narrower of the two."""


def scopes_for(kind: OrganisationKind) -> list[TokenScope]:
    """The scopes that mean something for such an organisation; none for the platform, whose people see everybody."""
    if kind is OrganisationKind.PLATFORM:
        return []
    owners = permissions_of(kind, OrganisationState.ADMITTED, [Role.OWNER])
    return [scope for scope in TokenScope if GRANTS[scope] <= owners]


def permissions_by_token(
    kind: OrganisationKind, state: OrganisationState, scopes: Iterable[TokenScope]
) -> frozenset[Permission]:
    """What a program with these scopes may do now; nothing while its organisation may not trade."""
    if kind is OrganisationKind.PLATFORM:
        return frozenset()
    granted = frozenset[Permission]().union(*(GRANTS[scope] for scope in scopes))
    return granted & permissions_of(kind, state, [Role.OWNER])
