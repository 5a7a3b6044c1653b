"""Which orders the list shows: a state or what is to ship, and the beginning of a reference. All of it stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import g, request, url_for
from sqlalchemy import ColumnElement

from blueprints.supplier.asking import asked_for
from trade.kernel.paging import PAGE_ROWS_MAX, Page
from trade.ordering.loading import sold_by, to_ship_by
from trade.ordering.queries import OrderRow, orders_of, states_count
from trade.ordering.rules import OrderState
from web.access import actor, session
from web.translation import gettext as _
from web.words import state_word

TO_SHIP: Final = "to-ship"
SHIPPABLE: Final = (OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the views, and how many orders it holds."""

    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for; a state nobody knows narrows nothing down."""

    name: str
    search: str

    @property
    def state(self) -> OrderState | None:
        """The state asked for, if it is one."""
        return OrderState(self.name) if self.name in set(OrderState) else None

    @property
    def label(self) -> str:
        """What the view is called."""
        if self.name == TO_SHIP:
            return _("To ship")
        return state_word(self.state).word if self.state else ""

    @property
    def side(self) -> ColumnElement[bool]:
        """The actor's own orders, as far as the view takes them in."""
        return to_ship_by(actor()) if self.name == TO_SHIP else sold_by(actor())

    @property
    def address(self) -> dict[str, Any]:
        """What stands in the address for it, without the cursor."""
        return {name: value for name, value in (("state", self.name), ("q", self.search)) if value}

    def page(self, cursor: str | None, limit: int = PAGE_ROWS_MAX) -> Page[OrderRow]:
        """Return the orders after ``cursor``, newest first."""
        return orders_of(session(), self.side, state=self.state, search=self.search, cursor=cursor, limit=limit)

    def tabs(self) -> Sequence[Tab]:
        """Return all views with their counts."""
        held = counts()
        shown = [OrderState.PLACED, None, *(state for state in OrderState if state is not OrderState.PLACED)]
        to_ship = Tab(_("To ship"), self._url(TO_SHIP), self.name == TO_SHIP, sum(held.get(s, 0) for s in SHIPPABLE))
        states = [
            Tab(state_word(s).word, self._url(s), self.state is s, held.get(s, 0)) if s else to_ship for s in shown
        ]
        return [Tab(_("All"), self._url(""), not self.label, sum(held.values())), *states]

    def _url(self, name: str) -> str:
        return url_for("supplier.order_list", state=name or None)


def asked() -> View:
    """Return the view that the request asks for."""
    name = request.args.get("state", "")
    known = name == TO_SHIP or name in set(OrderState)
    return View(str(name) if known else "", asked_for("q", 40))


def counts() -> dict[OrderState, int]:
    """Count the actor's orders by state, once a request."""
    if "sales_by_state" not in g:
        g.sales_by_state = states_count(session(), sold_by(actor()))
    found: dict[OrderState, int] = g.sales_by_state
    return found


def waiting() -> int:
    """Count the orders that nobody has confirmed yet."""
    return counts().get(OrderState.PLACED, 0)
