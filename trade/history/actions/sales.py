"""Importing past sales: demand, goods, prices and shops, but never money, stock or orders of this market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import Interval, func, insert, literal, select, text, update
from sqlalchemy.orm import Session

from trade.history.actions.bulk import copy_lines, insert_rows
from trade.history.actions.goods import offer_goods, rank_goods
from trade.history.actions.intake import STAGE, Intake
from trade.history.actions.shops import admit_shops, know_places, known_goods
from trade.history.models import PastOrder, PastOrderLine
from trade.history.ports import SalesRows
from trade.history.rules.rows import CURRENCY, Reason
from trade.history.rules.weeks import shift_of
from trade.kernel.actor import Permission
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action

_STAGE: Final = text(
    f"CREATE TEMPORARY TABLE {STAGE} (past_order_id uuid, line integer, sku_id uuid, quantity integer,"
    " unit_price numeric(12, 4), customer text) ON COMMIT DROP"
)
_UNSTAGE: Final = text(f"DROP TABLE {STAGE}")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: ``read`` is ``taken`` and all that was refused."""

    read: int
    taken: int
    value: Decimal
    refused: Mapping[Reason, int]
    made: Mapping[str, int] = field(default_factory=dict)
    latest_at: datetime | None = None

    @property
    def refused_total(self) -> int:
        """How many rows were refused."""
        return sum(self.refused.values())


@action(Permission.ADMIT)
def import_sales(work: Work, rows: SalesRows, *, source: str) -> ImportReport:
    """Take the sales among ``rows`` into the books named ``source``; rows of invoices it has already are refused.

    ``rows`` is read once in each attempt, so it must begin anew each time it is iterated. All or nothing, as ever.
    """
    session = work.session
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"import:{source}", 0))))
    invoices = set(session.scalars(select(PastOrder.invoice).where(PastOrder.source == source)))
    intake = Intake(invoices, known_goods(session), until=work.at)
    session.execute(_STAGE)
    copy_lines(session, STAGE, intake.lines(rows))
    if not intake.taken:
        session.execute(_UNSTAGE)
        return _report(intake)
    shift = _shift(work, source, intake.latest_at)
    made = _write(work, intake, source, shift)
    session.execute(_UNSTAGE)
    return _report(intake, made, intake.latest_at + shift)


def _report(intake: Intake, made: Mapping[str, int] | None = None, latest_at: datetime | None = None) -> ImportReport:
    return ImportReport(
        read=intake.read,
        taken=intake.taken,
        value=intake.value,
        refused={reason: intake.refused[reason] for reason in Reason if intake.refused[reason]},
        made=made or {},
        latest_at=latest_at,
    )


def _shift(work: Work, source: str, latest: datetime) -> timedelta:
    """Choose the shift of the source; where it changed, move what was imported before along."""
    last = (
        select(PastOrder.invoiced_at, PastOrder.at)
        .where(PastOrder.source == source)
        .order_by(PastOrder.invoiced_at.desc())
        .limit(1)
    )
    known = work.session.execute(last).one_or_none()
    if known is None:
        return shift_of(latest, work.at, None)
    kept = known.at - known.invoiced_at
    shift = shift_of(max(latest, known.invoiced_at), work.at, kept)
    if kept != shift:
        moved = PastOrder.invoiced_at + literal(shift, Interval())
        work.session.execute(update(PastOrder).where(PastOrder.source == source).values(at=moved))
    return shift


def _write(work: Work, intake: Intake, source: str, shift: timedelta) -> dict[str, int]:
    session = work.session
    since = intake.earliest_at + shift
    know_places(session, intake)
    shops, new_shops = admit_shops(work, intake.customers(), shift)
    new_goods = offer_goods(work, intake.new_goods, since)
    columns = ("id", "source", "invoice", "buyer_id", "region_code", "currency", "at", "invoiced_at")
    orders = (
        (i.id, source, number, shops.get(i.customer), i.place.code, CURRENCY, i.at + shift, i.at)
        for number, i in intake.invoices.items()
    )
    insert_rows(session, PastOrder, columns, orders)
    _write_lines(session)
    rank_goods(session)
    work.later("rank_products")  # among what the market had already, by what was bought of late
    made = {"past_orders": len(intake.invoices), "products": new_goods, "retailers": new_shops}
    told = {"source": source, "lines": intake.taken, "shifted_weeks": shift.days // 7, **made}
    work.record("history.sales_imported", "import", new_id(), after=told)
    return made


def _write_lines(session: Session) -> None:
    columns = ["past_order_id", "line", "sku_id", "quantity", "unit_price"]
    staged = select(text(", ".join(columns))).select_from(text(STAGE))
    session.execute(insert(PastOrderLine).from_select(columns, staged))
