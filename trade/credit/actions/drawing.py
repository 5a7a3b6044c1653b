"""Paying by a line: draws, promises, and what is taken off again. Decided by one guarded UPDATE, never by a sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, Uuid, bindparam, insert, text

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
# Row by row in the order given: each line is locked when its turn comes, and none before it.
_USE_EACH: Final = text(
    "SELECT l.term_days, l.term_kind, l.today FROM unnest(:organisations, :currencies, :used, :reserved)"
    " WITH ORDINALITY AS u(organisation, currency, used, reserved, n)"
    " CROSS JOIN LATERAL credit_use(u.organisation, u.currency, u.used, u.reserved, :at) l ORDER BY u.n"
).bindparams(
    bindparam("organisations", type_=ARRAY(Uuid())),
    bindparam("currencies", type_=ARRAY(Text)),
    bindparam("used", type_=ARRAY(BigInteger)),
    bindparam("reserved", type_=ARRAY(BigInteger)),
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
            _invoice(work, [(buyer_id, order, terms, today) for order in due])
            post_all(work, [(_paid(order), _postings(buyer_id, order)) for order in due])


def reserve(work: Work, buyer_id: UUID, amount: Money) -> None:
    """Promise part of a buyer's line to something that is paid later. Raises ``CreditRefused``."""
    use(work, buyer_id, reserved=amount)


def release(work: Work, buyer_id: UUID, amount: Money) -> None:
    """Give back what was reserved; whatever became of the line meanwhile."""
    use(work, buyer_id, reserved=-amount)


def capture(work: Work, captures: Sequence[Capture]) -> None:
    """Pay orders by what was reserved for each, or set it free, in the order of their buyers, whatever became of a line.

    Set by set: all lines in one statement, which locks them in that order, then all invoices, then the entries.
    """
    if any(one.reserved < one.order.total for one in captures if one.order):
        raise ValueError("more is captured than was reserved")
    due: list[_Due] = []
    for one, (terms, today) in zip(captures, _use_each(work, captures), strict=True):
        if one.order and one.order.total:
            due.append((one.buyer_id, one.order, terms, today))
    if due:
        _invoice(work, due)
        post_all(work, [(_paid(order), _postings(buyer_id, order)) for buyer_id, order, _, _ in due])


def _use_each(work: Work, captures: Sequence[Capture]) -> list[tuple[Terms, date]]:
    """Use the line of each buyer: nothing here can be beyond a limit, since no more is used than was reserved."""
    used = [one.order.total.minor if one.order else 0 for one in captures]
    values = {
        "organisations": [one.buyer_id for one in captures],
        "currencies": [one.reserved.currency for one in captures],
        "used": used,
        "reserved": [-one.reserved.minor for one in captures],
        "at": work.at,
    }
    rows = prepared.run(work.session, _USE_EACH, values).all() if captures else []
    return [(Terms(row.term_days, TermKind(row.term_kind)), row.today) for row in rows]


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


_Due = tuple[UUID, CreditOrder, Terms, date]
"""Whose invoice it will be, of which order, on which terms, from which day."""

_INVOICES: Final = insert(CreditInvoice).inline()
_INSTALMENTS: Final = insert(CreditInstalment).inline()
_MOVEMENTS: Final = insert(CreditMovement).inline()


def _invoice(work: Work, due: Sequence[_Due]) -> None:
    """Make an invoice of each order, due in one sum, and say so to its owner."""
    invoices = [_invoice_row(work, *one) for one in due]
    days = [terms.due_on(today) for _, _, terms, today in due]
    owners = ("organisation_id", "currency")
    parts = [
        {"invoice_id": one["id"], "position": 1, "due_on": due_on, "reminded": 0}
        | {name: one[name] for name in (*owners, "amount_minor", "open_minor")}
        for one, due_on in zip(invoices, days, strict=True)
    ]
    movements = [
        {"at": work.at, "kind": "invoiced", "invoice_id": one["id"], "source_key": f"order:{one['order_id']}:paid"}
        | {name: one[name] for name in (*owners, "amount_minor")}
        for one in invoices
    ]
    prepared.run(work.session, _INVOICES, invoices)
    prepared.run(work.session, _INSTALMENTS, parts)
    prepared.run(work.session, _MOVEMENTS, movements)
    for one, due_on in zip(invoices, days, strict=True):
        told = {"amount": one["amount_minor"], "currency": one["currency"], "due_on": due_on.isoformat()}
        parties = (one["organisation_id"],)
        work.record("credit.invoiced", "credit_invoice", one["id"], parties=parties, after=told)


def _invoice_row(work: Work, buyer_id: UUID, order: CreditOrder, terms: Terms, today: date) -> dict[str, Any]:
    return {
        "id": new_id(),
        "reference": new_reference("IN"),
        "organisation_id": buyer_id,
        "currency": order.total.currency,
        "amount_minor": order.total.minor,
        "open_minor": order.total.minor,
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


def _paid(order: CreditOrder) -> str:
    return f"order:{order.order_id}:paid"


def _postings(buyer_id: UUID, order: CreditOrder) -> list[Posting]:
    owed = Account(AccountKind.CREDIT_RECEIVABLE, buyer_id)
    return transfer(owed, Account(AccountKind.ESCROW, order.seller_id), order.total)
