"""Where a record stands in its life, as pages draw it: the steps it walks, and which it has reached.

The word and tone of a single state are ``web.words.state_word``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from trade.ordering.rules import OrderState
from web.words import Word, state_word

__all__ = ["Track", "Word", "order_track", "state_word"]

_WALK: Final = (
    OrderState.PLACED,
    OrderState.CONFIRMED,
    OrderState.SHIPPED,
    OrderState.DELIVERED,
    OrderState.COMPLETED,
)


@dataclass(frozen=True, slots=True)
class Track:
    """The steps of a life by name, and the number (from 1) of the one reached: what ``steps_of`` takes."""

    names: Sequence[str]
    current: int


class _Life(Protocol):
    """The part of an order that says how far it came."""

    @property
    def state(self) -> OrderState: ...
    @property
    def confirmed_at(self) -> datetime | None: ...


def order_track(order: _Life) -> Track:
    """Return the walk of an order; a cancelled one ends where it was cancelled."""
    if order.state is OrderState.CANCELLED:
        walked = (OrderState.PLACED, *([OrderState.CONFIRMED] if order.confirmed_at else []), OrderState.CANCELLED)
        return Track([state_word(state).word for state in walked], len(walked))
    here = OrderState.SHIPPED if order.state is OrderState.PARTLY_SHIPPED else order.state
    names = [state_word(order.state if state is here else state).word for state in _WALK]
    return Track(names, _WALK.index(here) + 1)
