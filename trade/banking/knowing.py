"""What lines could be, judged by what is known: payouts under way, and those who pay in. Looked up for many lines at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Text, any_, bindparam, func, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import CollectionAggregate

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

_MANY: Final = 20
_FEW_NAMES: Final = 20
"""So many names are looked for by the database; beyond, reading everybody's once costs less than a scan for each."""
_LEFT: Final = (PayoutState.SENT, PayoutState.BOOKED, PayoutState.REFUSED, PayoutState.RETURNED)
_PAYERS: Final = (
    OrganisationKind.RETAILER,
    OrganisationKind.DISTRIBUTOR,
    OrganisationKind.SUPPLIER,
    OrganisationKind.CARRIER,
)


def propose(session: Session, line: BankLine) -> Proposal:
    """Say what a line could be booked as."""
    read = as_read(line)
    amount = Money(abs(line.amount_minor), line.currency)
    known = payouts_of(session, read, amount)
    if line.amount_minor < 0:
        return judge_debit(read, amount, known)
    return judge_credit(read, amount, known, Payers(session, [read]).of(read))


class Payers:
    """Organisations whose code, name or order some lines name."""

    def __init__(self, session: Session, lines: Sequence[ReadLine]) -> None:
        self._ordered = _ordered(session, {name for line in lines for name in order_references(line)})
        self._by_id = dict[UUID, KnownPayer]()
        self._by_word = dict[str, list[UUID]]()
        self._by_name = dict[str, list[UUID]]()
        names = {plain_name(line.name) for line in lines} - {""}
        words = {word for line in lines for word in code_words(line)}
        if not (names or words or self._ordered):
            return
        rows = select(Organisation.id, Organisation.name, Organisation.legal_name, Organisation.code)
        found = or_(
            Organisation.id.in_(set(self._ordered.values())),
            func.upper(Organisation.code) == any_of(words),
            *_near(names),
        )
        for row in session.execute(rows.where(Organisation.kind.in_(_PAYERS), found).order_by(Organisation.id)):
            payer = KnownPayer(
                row.id, frozenset(filter(None, (plain_name(row.name), plain_name(row.legal_name)))), row.code
            )
            self._by_id[payer.id] = payer
            self._by_word.setdefault(payer.code.upper(), []).append(payer.id)
            for name in payer.names & names:
                self._by_name.setdefault(name, []).append(payer.id)

    def of(self, line: ReadLine) -> Sequence[KnownPayer]:
        """Those whom one of the lines names."""
        orders = dict[UUID, set[str]]()
        for reference in order_references(line) & self._ordered.keys():
            orders.setdefault(self._ordered[reference], set()).add(reference)
        named = {*orders, *self._by_name.get(plain_name(line.name), ())}
        named.update(one for word in code_words(line) for one in self._by_word.get(word, ()))
        return [
            replace(self._by_id[one], orders=frozenset(orders.get(one, ())))
            for one in sorted(named)
            if one in self._by_id
        ]


class Payouts:
    """Whether lines could be about payouts at all: most of a long statement's are not."""

    def __init__(self, session: Session, lines: Sequence[ReadLine]) -> None:
        references = {name for line in lines for name in payout_references(line)}
        minors = {-line.minor for line in lines if line.minor < 0}
        left = select(Payout.reference).where(Payout.state.in_(_LEFT), Payout.reference == any_of(references))
        alike = select(Payout.amount_minor).where(Payout.state == PayoutState.SENT, Payout.amount_minor.in_(minors))
        self._references = set(session.scalars(left)) if references else set[str]()
        self._minors = set(session.scalars(alike.distinct())) if minors else set[int]()

    def may_be(self, line: ReadLine) -> bool:
        """Whether a line names a payout, or is money that left and one under way is of its amount."""
        return -line.minor in self._minors or not self._references.isdisjoint(payout_references(line))


def _ordered(session: Session, references: set[str]) -> dict[str, UUID]:
    """Who has ordered what, by reference."""
    if not references:
        return {}
    rows = session.execute(select(Order.reference, Order.buyer_id).where(Order.reference == any_of(references)))
    return {row.reference: row.buyer_id for row in rows}


def _near(names: set[str]) -> Sequence[ColumnElement[bool]]:
    """What finds organisations whose name may be one of these; spelling is compared by whoever asks."""
    if len(names) > _FEW_NAMES:
        return [true()]
    firsts = {name.split(" ")[0] for name in names}
    return [
        column.icontains(first, autoescape=True)
        for first in sorted(firsts)
        for column in (Organisation.name, Organisation.legal_name)
    ]


def any_of(words: Iterable[str]) -> CollectionAggregate[bool]:
    """Any of these, as one parameter however many there are."""
    return any_(bindparam(None, sorted(words), type_=ARRAY(Text), unique=True))


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
        .order_by(named.desc(), Payout.id)
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
