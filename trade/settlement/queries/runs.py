"""Settlement runs: how far they got, and what one would do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.parties.models import Organisation
from trade.parties.queries import names_of
from trade.settlement.models import RunSeller, SettlementRun, Statement
from trade.settlement.planning import Plan, content, due, plans
from trade.settlement.rules import RunState


@dataclass(frozen=True, slots=True)
class RunRow:
    """A settlement run and how far it got."""

    id: UUID
    state: RunState
    until: datetime
    sellers_total: int
    sellers_done: int
    lines_done: int
    started_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to finish."""
        return self.state is not RunState.DONE


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What a settlement would come to in one currency."""

    sellers: int
    lines: int
    gross: Money
    commission: Money
    items: Money

    @property
    def net(self) -> Money:
        """What would become payable to sellers."""
        return self.gross - self.commission + self.items


@dataclass(frozen=True, slots=True)
class PreviewSeller:
    """What a settlement would do for one seller, and what it would leave out."""

    name: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Preview:
    """What a settlement would do now. ``content`` is the hash of all that is shown."""

    lines: Sequence[PreviewLine]
    sellers: Sequence[PreviewSeller]
    held_back: Sequence[PreviewSeller]
    content: bytes


@dataclass(frozen=True, slots=True)
class Changed:
    """A seller whose statement came out other than shown, because the world changed between the two."""

    seller_name: str
    lines_shown: int
    shown: Money
    lines: int
    net: Money


def runs(session: Session, *, limit: int = 20) -> Sequence[RunRow]:
    """The newest settlement runs."""
    query = select(SettlementRun).order_by(SettlementRun.started_at.desc()).limit(limit)
    return [_row(row) for row in session.scalars(query)]


def run(session: Session, run_id: UUID) -> RunRow:
    """One settlement run."""
    row = session.get(SettlementRun, run_id)
    if row is None:
        raise NotFound("settlement_run", run_id)
    return _row(row)


def preview(session: Session, until: datetime) -> Preview:
    """What settling everything completed before ``until`` would do: computed as the settlement itself computes it."""
    found = plans(session, until)
    planned = due(found)
    names = names_of(session, {plan.seller_id for plan in found})
    left_out = [plan for plan in found if plan.open or plan.claimable or plan.composition.held]
    return Preview(
        lines=[_sum(currency, planned) for currency in sorted({plan.currency for plan in planned})],
        sellers=[PreviewSeller(names[plan.seller_id], plan) for plan in _largest_first(planned)],
        held_back=[PreviewSeller(names[plan.seller_id], plan) for plan in _largest_first(left_out)],
        content=content(until, planned),
    )


def changed(session: Session, run_id: UUID) -> Sequence[Changed]:
    """Sellers of a run whose statements are not what its preview showed."""
    rows = session.execute(
        select(RunSeller, Statement.line_count, Statement.net_minor, Organisation.name)
        .join(Organisation, Organisation.id == RunSeller.seller_id)
        .outerjoin(Statement, Statement.id == RunSeller.statement_id)
        .where(RunSeller.run_id == run_id, RunSeller.differs)
        .order_by(RunSeller.seller_id, RunSeller.currency)
    )
    return [
        Changed(name, part.line_count, Money(part.net_minor, part.currency), lines or 0, Money(net or 0, part.currency))
        for part, lines, net, name in rows
    ]


def _sum(currency: str, planned: Sequence[Plan]) -> PreviewLine:
    own = [plan for plan in planned if plan.currency == currency]
    amounts = (
        (plan.gross for plan in own),
        (plan.commission for plan in own),
        (plan.composition.items for plan in own),
    )
    gross, commission, items = (Money.sum(each, currency) for each in amounts)
    return PreviewLine(len(own), sum(plan.lines for plan in own), gross, commission, items)


def _largest_first(found: Sequence[Plan]) -> Sequence[Plan]:
    return sorted(found, key=lambda plan: (plan.currency, -plan.gross.minor, str(plan.seller_id)))


def _row(row: SettlementRun) -> RunRow:
    return RunRow(
        id=row.id,
        state=RunState(row.state),
        until=row.until,
        sellers_total=row.sellers_total,
        sellers_done=row.sellers_done,
        lines_done=row.lines_done,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
