"""Putting items on a statement: what waited, the tax on its commission, its reserve, reserves given back, what is recovered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from trade.kernel.ids import new_id
from trade.kernel.work import Work
from trade.ledger.rules import AccountKind
from trade.settlement.models import Statement, StatementItem
from trade.settlement.recovering import state_part
from trade.settlement.rules import Composition, ItemKind, Terms, Waiting


def take_items(work: Work, statement: Statement, composed: Composition, terms: Terms) -> Sequence[StatementItem]:
    """Write what was decided; answer everything that stands on the statement beside its lines."""
    ids = [item.id for item in composed.taken]
    known = {item.id: item for item in work.session.scalars(select(StatementItem).where(StatementItem.id.in_(ids)))}
    taken = []
    for wanted in composed.taken:
        if wanted.kind is ItemKind.RECOVERY:
            taken.append(_recovery(work, statement, wanted))
            continue
        item = known[wanted.id]
        if item.kind == ItemKind.RESERVE:
            item = _release(work, statement, item)
        item.statement_id = statement.id
        taken.append(item)
    if composed.tax:
        taken.append(_tax(work, statement, composed, terms))
    if composed.reserve:
        taken.append(_reserve(work, statement, composed, terms))
    work.session.add_all(taken)
    work.session.flush()
    return taken


def _tax(work: Work, statement: Statement, composed: Composition, terms: Terms) -> StatementItem:
    item = _item(work, statement, ItemKind.TAX, -composed.tax.minor, f"statement:{statement.id}:tax")
    item.counter, item.rate = AccountKind.COMMISSION, terms.service_tax_rate
    item.tax_minor = composed.tax.minor
    return item


def _reserve(work: Work, statement: Statement, composed: Composition, terms: Terms) -> StatementItem:
    item = _item(work, statement, ItemKind.RESERVE, -composed.reserve.minor, f"statement:{statement.id}:reserve")
    item.rate, item.release_at = terms.reserve_rate, statement.until + timedelta(days=terms.reserve_days)
    return item


def _release(work: Work, statement: Statement, reserve: StatementItem) -> StatementItem:
    item = _item(
        work, statement, ItemKind.RELEASE, -reserve.amount_minor - reserve.used_minor, f"reserve:{reserve.id}:released"
    )
    item.rate = reserve.rate
    return item


def _recovery(work: Work, statement: Statement, wanted: Waiting) -> StatementItem:
    reference, source_key = state_part(work, wanted.id, -wanted.amount)
    item = _item(work, statement, ItemKind.RECOVERY, wanted.amount.minor, source_key)
    item.counter, item.words = AccountKind.RECOVERY_RECEIVABLE, reference
    return item


def _item(work: Work, statement: Statement, kind: ItemKind, minor: int, source_key: str) -> StatementItem:
    return StatementItem(
        id=new_id(), seller_id=statement.seller_id, currency=statement.currency, kind=kind, counter=AccountKind.DEPOSIT,
        amount_minor=minor, tax_minor=0, words="", source_key=source_key, made_at=work.at, statement_id=statement.id,
    )  # fmt: skip
