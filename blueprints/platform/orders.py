"""Every order of the market, and one of them with the goods, the money and the history behind it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.platform.blueprint import blueprint
from trade.claims.queries import claims_of_order
from trade.kernel.actor import Permission
from trade.kernel.paging import PAGE_ROWS_MAX, Page
from trade.ledger.queries import entries
from trade.ordering.queries import OrderRow, all_orders, order_detail
from trade.ordering.rules import OrderState
from trade.parties.queries import names_of
from trade.quality.queries import held_back_of
from web.access import actor, requires, session
from web.filters import viewers_zone
from web.order_cells import order_cells, order_header
from web.sheets import KINDS, all_rows, list_answer
from web.states import order_track
from web.timeline import timeline_of
from web.translation import gettext as _
from web.words import state_word


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the list asks for."""

    state: OrderState | None
    search: str
    since: date | None
    until: date | None
    party_id: UUID | None

    def words(self) -> dict[str, Any]:
        """Return it as the address says it, without what is not asked for."""
        said = {"state": self.state, "search": self.search, "since": self.since, "until": self.until}
        return {name: str(value) for name, value in {**said, "party": self.party_id}.items() if value}

    def instants(self) -> dict[str, datetime | None]:
        """Return the days as instants in the viewer's zone: from the first's beginning to the last's end."""
        after = self.until + timedelta(days=1) if self.until else None
        return {"since": _midnight(self.since), "until": _midnight(after)}


@blueprint.get("/orders")
@requires(Permission.OVERSEE)
def order_list() -> ResponseReturnValue:
    """Show orders, newest first, narrowed down by state, party, day and reference."""
    asked = _asked()
    page = _page(asked, request.args.get("cursor"), 50)
    return render_template(
        "platform/orders.html", rows=page.rows, further=_further(asked, page.next_cursor), **_frame(asked)
    )


@blueprint.get(f"/orders.<{KINDS}:kind>")
@requires(Permission.OVERSEE)
def orders_file(kind: str) -> ResponseReturnValue:
    """Answer the orders of this view as a file."""
    rows = all_rows(lambda cursor: _page(_asked(), cursor, PAGE_ROWS_MAX))
    return list_answer(kind, "orders", _("Orders"), order_header(), map(order_cells, rows))


@blueprint.get("/orders/<uuid:order_id>")
@requires(Permission.OVERSEE)
def order(order_id: UUID) -> ResponseReturnValue:
    """Show an order with its shipments, its entries in the books and its history."""
    found = order_detail(session(), actor(), order_id)
    return render_template(
        "platform/order.html",
        order=found,
        track=order_track(found),
        claims=claims_of_order(session(), actor(), order_id),
        held=held_back_of(session(), actor(), found.id),
        entries=entries(session(), source=f"order:{order_id}:").rows,
        happened=timeline_of(session(), "order", order_id, currency=found.total.currency),
    )


def _page(asked: Asked, cursor: str | None, limit: int) -> Page[OrderRow]:
    return all_orders(
        session(), actor(), state=asked.state, search=asked.search, party_id=asked.party_id, cursor=cursor, limit=limit,
        **asked.instants(),
    )  # fmt: skip


def _asked() -> Asked:
    """Read the address; a value that nobody could have chosen narrows nothing down."""
    state = request.args.get("state", "")
    return Asked(
        state=OrderState(state) if state in set(OrderState) else None,
        search=request.args.get("search", "").strip()[:40],
        since=request.args.get("since", type=_day),
        until=request.args.get("until", type=_day),
        party_id=request.args.get("party", type=UUID),
    )


def _frame(asked: Asked) -> dict[str, Any]:
    """Return what stands around the rows."""
    names = names_of(session(), [asked.party_id]) if asked.party_id else {}
    return {
        "asked": asked,
        "states": [("", _("Any state")), *((str(state), str(state_word(state))) for state in OrderState)],
        "party_name": names.get(asked.party_id, "") if asked.party_id else "",
        "is_narrowed": bool(asked.words()),
    }


def _further(asked: Asked, cursor: str | None) -> str:
    return url_for(".order_list", **asked.words(), cursor=cursor) if cursor else ""


def _day(text: str) -> date:
    """Read a day of this century; ``ValueError`` for what lies beyond any order."""
    found = date.fromisoformat(text)
    if not 2000 <= found.year < 2100:
        raise ValueError(text)
    return found


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), viewers_zone()) if day is not None else None
