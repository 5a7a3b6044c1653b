"""What shops say they sold over their own counters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert

from trade.forecasting.models import OwnSale
from trade.forecasting.queries.own_sales import bought_by_code, bought_here
from trade.forecasting.rules import (
    DAYS_BACK,
    LINES_MAX,
    DayOutOfReach,
    NotBoughtHere,
    TillLine,
    TillTold,
    read_till_lines,
)
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.work import Work, action
from trade.parties.models import Organisation


@action(Permission.BUY)
def note_own_sales(work: Work, day: date, quantities: Mapping[UUID, int]) -> int:
    """Write down what the actor's shop sold of some SKUs on a day; a later word replaces the earlier one.

    0 says that nothing was sold. Raises ``DayOutOfReach`` for a day ahead or long past, ``InvalidInput`` for quantities out of range,
    ``NotBoughtHere`` for goods that the shop never bought here.
    """
    shop = work.session.get_one(Organisation, work.actor.organisation)
    today = work.at.astimezone(ZoneInfo(shop.time_zone)).date()
    if not today - timedelta(days=DAYS_BACK) <= day <= today:
        raise DayOutOfReach
    if not 0 < len(quantities) <= LINES_MAX:
        raise InvalidInput("lines", "no_lines" if not quantities else "too_many", maximum=LINES_MAX)
    if any(not 0 <= quantity <= QUANTITY_MAX for quantity in quantities.values()):
        raise InvalidInput("quantity", "out_of_range", maximum=QUANTITY_MAX)
    if set(quantities) - bought_here(work.session, work.actor, quantities):
        raise NotBoughtHere
    told = [
        {"shop_id": shop.id, "sku_id": sku_id, "day": day, "quantity": quantities[sku_id], "told_at": work.at}
        for sku_id in sorted(quantities)
    ]
    statement = insert(OwnSale).values(told)
    replaced = {"quantity": statement.excluded.quantity, "told_at": statement.excluded.told_at}
    work.session.execute(statement.on_conflict_do_update(index_elements=["shop_id", "sku_id", "day"], set_=replaced))
    work.record(
        "forecasting.own_sales_told", "organisation", shop.id, after={"day": day.isoformat(), "goods": len(told)}
    )
    return len(told)


@action(Permission.BUY)
def note_till(work: Work, day: date, lines: Sequence[TillLine]) -> TillTold:
    """Write down what a till sold on a day, as :func:`note_own_sales` does; lines of the same goods add up.

    A line whose code names nothing that the shop bought here, or two things, is left out and answered. Raises what :func:`note_own_sales` does.
    """
    if not 0 < len(lines) <= LINES_MAX:
        raise InvalidInput("lines", "no_lines" if not lines else "too_many", maximum=LINES_MAX)
    named = bought_by_code(work.session, work.actor, [line.code for line in lines])
    quantities, refused = read_till_lines(lines, named)
    told = note_own_sales.within(work, day, quantities) if quantities else 0
    return TillTold(told, tuple(refused))
