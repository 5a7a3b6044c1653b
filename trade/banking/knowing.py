"""What a line could be, judged by what is known: payouts under way, and those who pay in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from trade.banking.models import BankLine
from trade.banking.ports import ReadLine
from trade.banking.rules import (
    KnownPayer,
    KnownPayout,
    Proposal,
    code_words,
    judge_credit,
    judge_debit,
    order_references,
    payout_references,
    plain_name,
)
from trade.kernel.money import Money
from trade.ordering.models import Order
from trade.parties.models import Organisation, PayeeAccount
from trade.parties.rules import OrganisationKind
from trade.payouts.models import Payout
from trade.payouts.rules import PayoutState

_MANY = 20
_LEFT = (PayoutState.SENT, PayoutState.BOOKED, PayoutState.REFUSED, PayoutState.RETURNED)
_PAYERS = (OrganisationKind.RETAILER, OrganisationKind.DISTRIBUTOR, OrganisationKind.CARRIER)


def propose(session: Session, line: BankLine) -> Proposal:
    """Say what a line could be booked as."""
    read = as_read(line)
    amount = Money(abs(line.amount_minor), line.currency)
    known = payouts_of(session, read, amount)
    if line.amount_minor < 0:
        return judge_debit(read, amount, known)
    return judge_credit(read, amount, known, payers_of(session, read))


def as_read(line: BankLine) -> ReadLine:
    """Return a line as the bank's paper said it."""
    return ReadLine(
        booked_on=line.booked_on,
        minor=line.amount_minor,
        reference=line.reference,
        bank_reference=line.bank_reference,
        name=line.name,
        text=line.words,
        code=line.code,
        is_return=line.is_return,
    )


def payouts_of(session: Session, line: ReadLine, amount: Money) -> Sequence[KnownPayout]:
    """Payouts whose reference a line names; for money that left also those of its amount that the bank has yet to book."""
    references = payout_references(line)
    if line.minor >= 0 and not references:
        return []
    named = Payout.reference.in_(references)
    under_way = (
        (Payout.state == PayoutState.SENT)
        & (Payout.amount_minor == amount.minor)
        & (Payout.currency == amount.currency)
    )
    rows = session.execute(
        select(Payout, PayeeAccount.holder, Organisation.legal_name)
        .join(Organisation, Organisation.id == Payout.seller_id)
        .outerjoin(PayeeAccount, PayeeAccount.id == Payout.payee_account_id)
        .where(Payout.state.in_(_LEFT), or_(named, under_way) if line.minor < 0 else named)
        .order_by(Payout.id)
        .limit(_MANY)
    )
    return [
        KnownPayout(
            id=row.id,
            reference=row.reference,
            amount=Money(row.amount_minor, row.currency),
            holder=holder or legal_name,
            booked=row.booked_at is not None,
            back=row.state == PayoutState.RETURNED,
            refused=row.state == PayoutState.REFUSED,
        )
        for row, holder, legal_name in rows
    ]


def payers_of(session: Session, line: ReadLine) -> Sequence[KnownPayer]:
    """Organisations whose code, name or order a line names."""
    orders = order_references(line)
    ordered: dict[object, set[str]] = {}
    if orders:
        of_orders = select(Order.buyer_id, Order.reference).where(Order.reference.in_(orders))
        for buyer_id, reference in session.execute(of_orders):
            ordered.setdefault(buyer_id, set()).add(reference)
    words = func.upper(Organisation.code).in_(code_words(line))
    plain = plain_name(line.name)
    first = plain.split(" ")[0] if plain else ""
    near = (
        [column.icontains(first, autoescape=True) for column in (Organisation.name, Organisation.legal_name)]
        if first
        else []
    )
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.kind.in_(_PAYERS), or_(Organisation.id.in_(list(ordered)), words, *near))
        .order_by(Organisation.id)
        .limit(200)
    )
    return [
        KnownPayer(
            id=row.id,
            names=frozenset(filter(None, (plain_name(row.name), plain_name(row.legal_name)))),
            code=row.code,
            orders=frozenset(ordered.get(row.id, ())),
        )
        for row in rows
    ]
