"""Paying by a line: draws, promises, and what is taken off again. Decided by one guarded UPDATE, never by a sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Uuid, bindparam, insert, text

from trade.credit.models import CreditInstalment, CreditInvoice, CreditMovement
from trade.credit.queries.standing import standing_of
from trade.credit.rules import Capture, CreditOrder, CreditRefused, Fault, TakenOff, TermKind, Terms
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.ids import new_id, new_reference
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post_all
from trade.ledger.rules import Account, AccountKind, Posting, transfer

_USE: Final = text("SELECT * FROM credit_use(:organisation, :currency, :used, :reserved, :at)").bindparams(
    bindparam("organisation", type_=Uuid()),
    bindparam("used", type_=BigInteger),
    bindparam("reserved", type_=BigInteger),
    bindparam("at", type_=UTCDateTime()),
)
_TAKE_OFF: Final = text("SELECT owed, given_up FROM credit_take_off(:order, :amount, :source, :at)").bindparams(
    bindparam("order", type_=Uuid()), bindparam("amount", type_=BigInteger), bindparam("at", type_=UTCDateTime())
)


def draw(work: Work, buyer_id: UUID, orders: Sequence[CreditOrder]) -> None:
    """Pay orders of one buyer by its lines, in each currency at once: an invoice and an entry for each.

    Raises ``CreditRefused``, and then nothing is drawn. Orders of nothing need no line.
    """
    for currency in sorted({order.total.currency for order in orders}):
        due = [order for order in orders if order.total.currency == currency and order.total]
        if due:
            terms, today = use(work, buyer_id, used=Money.sum((order.total for order in due), currency))
            _invoice(work, buyer_id, due, terms, today)
            post_all(work, [(_paid(order), _postings(buyer_id, order)) for order in due])


def reserve(work: Work, buyer_id: UUID, amount: Money) -> None:
    """Promise part of a buyer's line to something that is paid later. Raises ``CreditRefused``."""
    use(work, buyer_id, reserved=amount)


def release(work: Work, buyer_id: UUID, amount: Money) -> None:
    """Give back what was reserved; whatever became of the line meanwhile."""
    use(work, buyer_id, reserved=-amount)


def capture(work: Work, captures: Sequence[Capture]) -> None:
    """Pay orders by what was reserved for each, in the order of their buyers. What is left of a reservation is free again."""
    for one in captures:
        total = one.order.total
        if one.reserved < total:
            raise ValueError("more is captured than was reserved")
        terms, today = use(work, one.buyer_id, used=total, reserved=-one.reserved)
        if total:
            _invoice(work, one.buyer_id, [one.order], terms, today)
    post_all(
        work, [(_paid(one.order), _postings(one.buyer_id, one.order)) for one in captures if one.order.total]
    )  # fmt: skip


def take_off(work: Work, order_id: UUID, amount: Money, source_key: str) -> TakenOff:
    """Take a refund off an order's open invoice, what is due last first, then off what was given up of it.

    Whoever calls posts the refund under ``source_key``: ``owed`` to ``credit_receivable``, ``given_up`` to ``bad_debt``, the
    rest to the wallet.
    """
    values = {"order": order_id, "amount": amount.minor, "source": source_key, "at": work.at}
    owed, given_up = prepared.run(work.session, _TAKE_OFF, values).one()
    return TakenOff(Money(owed, amount.currency), Money(given_up, amount.currency))


def use(
    work: Work, organisation_id: UUID, *, used: Money | None = None, reserved: Money | None = None
) -> tuple[Terms, date]:
    """Use more or less of a line; answer its terms, and today where its owner is. Raises ``CreditRefused``."""
    changes = [change for change in (used, reserved) if change is not None]
    wanted = Money.sum(changes, changes[0].currency)
    values = {
        "organisation": organisation_id,
        "currency": wanted.currency,
        "used": used.minor if used else 0,
        "reserved": reserved.minor if reserved else 0,
        "at": work.at,
    }
    row = prepared.run(work.session, _USE, values).one_or_none()
    if row is None:
        standing = standing_of(work.session, organisation_id, wanted.currency, work.at)
        raise CreditRefused(standing.refuses(wanted) or Fault.SHORT, wanted, standing.available)
    return Terms(row.term_days, TermKind(row.term_kind)), row.today


_INVOICES: Final = insert(CreditInvoice).inline()
_INSTALMENTS: Final = insert(CreditInstalment).inline()
_MOVEMENTS: Final = insert(CreditMovement).inline()


def _invoice(work: Work, buyer_id: UUID, orders: Sequence[CreditOrder], terms: Terms, today: date) -> None:
    """Make an invoice of each order, due in one sum, and say so to its owner."""
    invoices: list[dict[str, Any]] = []
    for order in orders:
        owner = {"organisation_id": buyer_id, "currency": order.total.currency}
        amounts = {"amount_minor": order.total.minor, "open_minor": order.total.minor}
        invoices.append(
            {
                "id": new_id(),
                "reference": new_reference("IN"),
                **owner,
                **amounts,
                "seller_id": order.seller_id,
                "order_id": order.order_id,
                "order_reference": order.reference,
                "issued_on": today,
                "term_days": terms.days,
                "term_kind": terms.kind,
                "issued_at": work.at,
                "repaid_minor": 0,
                "credited_minor": 0,
                "written_off_minor": 0,
            }
        )
    due_on = terms.due_on(today)
    owners = ("organisation_id", "currency")
    parts = [
        {"invoice_id": one["id"], "position": 1, "due_on": due_on, "reminded": 0}
        | {name: one[name] for name in (*owners, "amount_minor", "open_minor")}
        for one in invoices
    ]
    movements = [
        {"at": work.at, "kind": "invoiced", "invoice_id": one["id"], "source_key": f"order:{one['order_id']}:paid"}
        | {name: one[name] for name in (*owners, "amount_minor")}
        for one in invoices
    ]
    prepared.run(work.session, _INVOICES, invoices)
    prepared.run(work.session, _INSTALMENTS, parts)
    prepared.run(work.session, _MOVEMENTS, movements)
    for one in invoices:
        told = {"amount": one["amount_minor"], "currency": one["currency"], "due_on": due_on.isoformat()}
        work.record("credit.invoiced", "credit_invoice", one["id"], parties=(buyer_id,), after=told)


def _paid(order: CreditOrder) -> str:
    return f"order:{order.order_id}:paid"


def _postings(buyer_id: UUID, order: CreditOrder) -> list[Posting]:
    owed = Account(AccountKind.CREDIT_RECEIVABLE, buyer_id)
    return transfer(owed, Account(AccountKind.ESCROW, order.seller_id), order.total)
