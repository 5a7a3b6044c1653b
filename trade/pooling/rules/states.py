"""The life of a pool and of a commitment."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from trade.kernel.errors import MoveRefused


class PoolState(StrEnum):
    """draft or proposed → open → closed, failed or cancelled. An open pool takes commitments within its window alone.

    One of goods made to order is ``making`` after its window: who gets what is decided, and everybody waits for the goods.
    """

    DRAFT = "draft"
    PROPOSED = "proposed"
    DECLINED = "declined"
    OPEN = "open"
    MAKING = "making"
    CLOSED = "closed"
    FAILED = "failed"
    CANCELLED = "cancelled"


_S = PoolState
MOVES: Final[dict[PoolState, frozenset[PoolState]]] = {
    _S.DRAFT: frozenset({_S.OPEN, _S.CANCELLED}),
    _S.PROPOSED: frozenset({_S.OPEN, _S.DECLINED}),
    _S.DECLINED: frozenset(),
    _S.OPEN: frozenset({_S.MAKING, _S.CLOSED, _S.FAILED, _S.CANCELLED}),
    _S.MAKING: frozenset({_S.CLOSED, _S.FAILED, _S.CANCELLED}),
    _S.CLOSED: frozenset(),
    _S.FAILED: frozenset(),
    _S.CANCELLED: frozenset(),
}
WRITABLE: Final = frozenset({_S.DRAFT, _S.PROPOSED})
"""States in which a pool is its seller's alone and everything of it can be changed."""


def move(current: str, to: PoolState) -> PoolState:
    """Return ``to`` if a pool may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[PoolState(current)]:
        raise MoveRefused("pool", current, to)
    return to


class Failure(StrEnum):
    """Why a pool failed: at its close, while its goods were made, or at once where they must not be sold."""

    BELOW_MINIMUM = "below_minimum"
    NO_STOCK = "no_stock"
    SELLER_SUSPENDED = "seller_suspended"
    NOT_READY = "not_ready"
    HELD_BACK = "held_back"


class CommitmentState(StrEnum):
    """open → withdrawn by its member, ordered (some or all of it), or released (nothing of it came about)."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    ORDERED = "ordered"
    RELEASED = "released"


class Release(StrEnum):
    """Why nothing of a commitment came about."""

    PRICE = "price"
    SHORT = "short"
    FAILED = "failed"
    NOT_READY = "not_ready"
    CANCELLED = "cancelled"
    REFUSED = "refused"
