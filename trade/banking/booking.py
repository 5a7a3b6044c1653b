"""Booking lines of a statement: as what they certainly are, or as what a person says. Steps within an action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select

from trade.banking.knowing import Payers, Payouts, any_of, as_read, propose
from trade.banking.models import BankLine
from trade.banking.ports import ReadLine
from trade.banking.rules import NOTHING, Deed, DeedRefused, LineState, Proposal, TaxNotOwed, Why, judge_credit
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.models import Receipt
from trade.ledger.queries import platform_balance
from trade.ledger.receipts import Arrival, arrive, arrive_all, give
from trade.ledger.rules import Account, AccountKind, transfer
from trade.payouts.booking import book, question, take_back
from trade.payouts.loading import amount_of, locked_payout
from trade.payouts.models import Payout
from trade.payouts.rules import PayoutState

_BANK = Account(AccountKind.BANK)


def process(work: Work, lines: Sequence[BankLine]) -> None:
    """Book each new line as what it certainly is; money of an unknown sender arrives, what is unclear waits.

    What is about no payout is looked up and booked together: a statement may have thousands of transfers.
    """
    for line in lines:
        line.state = LineState.WAITING
    ordered = sorted(lines, key=lambda one: (one.booked_on, one.statement_id, one.position))
    reads = {line.id: as_read(line) for line in ordered}
    payouts, met = Payouts(work.session, list(reads.values())), _references_met(work, ordered)
    together = [one for one in ordered if not payouts.may_be(reads[one.id]) and one.bank_reference not in met]
    _transfers(work, together, reads)
    for line in ordered:
        if payouts.may_be(reads[line.id]) or line.bank_reference in met:
            _one(work, line)


def _references_met(work: Work, lines: Sequence[BankLine]) -> set[str]:
    """References of the bank's that more than one line has, or a transfer that was recorded: these lines go one by one."""
    counts = Counter(line.bank_reference for line in lines if line.bank_reference)
    recorded = select(Receipt.bank_reference).where(Receipt.bank_reference == any_of(counts))
    return {name for name, often in counts.items() if often > 1} | set(work.session.scalars(recorded))


def _transfers(work: Work, lines: Sequence[BankLine], reads: Mapping[UUID, ReadLine]) -> None:
    """Book lines that no payout explains: who pays in is looked up once, and all that came in arrives at once."""
    payers = Payers(work.session, [reads[line.id] for line in lines if line.amount_minor > 0])
    arrived = list[tuple[BankLine, UUID | None]]()
    for line in lines:
        read = reads[line.id]
        proposal = judge_credit(read, _amount(line), [], payers.of(read)) if line.amount_minor > 0 else NOTHING
        line.why = proposal.why
        if proposal.certain or _came_in(line, proposal):
            arrived.append((line, proposal.target if proposal.certain else None))
    arrivals = [
        Arrival(line.bank_reference or _made_up(line), _payer(line), _amount(line), line.booked_on, owner)
        for line, owner in arrived
    ]
    for (line, _), receipt_id in zip(arrived, arrive_all(work, arrivals), strict=True):
        line.receipt_id = receipt_id
        _done(work, line, Deed.RECEIPT)


def _one(work: Work, line: BankLine) -> None:
    proposal = propose(work.session, line)
    line.why = proposal.why
    if proposal.certain and proposal.deed is not None:
        settle(work, line, proposal.deed, proposal.target)
    elif proposal.why is Why.DONE and proposal.target is not None:
        _link(work, line, proposal.target)
    elif proposal.why is Why.OTHER_AMOUNT and proposal.target is not None:
        _question(work, line, proposal.target)
    elif _came_in(line, proposal):
        settle(work, line, Deed.RECEIPT, None)


def _came_in(line: BankLine, proposal: Proposal) -> bool:
    """Whether a line is money of somebody's, though it is not certain whose."""
    return line.amount_minor > 0 and not line.is_return and proposal.deed is not Deed.RETURN


def settle(work: Work, line: BankLine, deed: Deed, target: UUID | None) -> None:
    """Book a line as ``deed``; ``target`` is the payout, or the organisation whose money it is."""
    amount, came_in = _amount(line), line.amount_minor > 0
    if came_in != (deed in {Deed.RETURN, Deed.RECEIPT}):
        raise DeedRefused
    if deed is Deed.CHARGE:
        post(work, f"bank_line:{line.id}:charge", transfer(Account(AccountKind.BANK_FEES), _BANK, amount))
    elif deed is Deed.TAX:
        _check_tax(work, amount)
        post(work, f"bank_line:{line.id}:tax", transfer(Account(AccountKind.TAX_PAYABLE), _BANK, amount))
    elif deed is Deed.RECEIPT:
        _receive(work, line, amount, target)
    else:
        _of_payout(work, line, deed, amount, target)
    _done(work, line, deed)


def _check_tax(work: Work, amount: Money) -> None:
    name = f"tax paid:{amount.currency}"  # one after the other: each sees what the one before has taken of what is owed
    work.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    owed = platform_balance(work.session, AccountKind.TAX_PAYABLE, amount.currency)
    if owed < amount:
        raise TaxNotOwed(owed)


def _of_payout(work: Work, line: BankLine, deed: Deed, amount: Money, payout_id: UUID | None) -> None:
    if payout_id is None:
        raise DeedRefused
    payout = locked_payout(work, payout_id)
    owed = amount_of(payout)
    if deed is Deed.PAYOUT:
        if (
            amount != owed
            or payout.booked_at is not None
            or payout.state not in {PayoutState.SENT, PayoutState.RETURNED}
        ):
            raise DeedRefused
        book(work, payout)
    else:
        if amount.currency != owed.currency or amount.minor > owed.minor:
            raise DeedRefused
        take_back(work, payout, amount, line.code or "NARR")
    line.payout_id = payout.id


def _receive(work: Work, line: BankLine, amount: Money, owner: UUID | None) -> None:
    """Let money arrive, once: a transfer that somebody has recorded by hand under the bank's reference is this one."""
    receipt, plain = None, _made_up(line)
    if line.bank_reference:
        by_reference = select(Receipt).where(Receipt.bank_reference == line.bank_reference)
        receipt = lock_one(work.session, by_reference)
        plain = line.bank_reference if receipt is None else plain
    if receipt is not None and (receipt.amount_minor, receipt.currency) != (amount.minor, amount.currency):
        receipt = None
    linked = select(BankLine.id).where(BankLine.receipt_id == receipt.id) if receipt is not None else None
    if linked is not None and work.session.scalar(linked) is not None:
        receipt = None
    if receipt is None:
        receipt = arrive(
            work,
            bank_reference=plain,
            payer=_payer(line),
            amount=amount,
            received_on=line.booked_on,
        )
    line.receipt_id = receipt.id
    if owner is not None and receipt.matched_at is None and receipt.split_at is None:
        give(work, receipt, owner)


def _amount(line: BankLine) -> Money:
    return Money(abs(line.amount_minor), line.currency)


def _payer(line: BankLine) -> str:
    return line.name or line.words[:140]


def _made_up(line: BankLine) -> str:
    """A reference for a line that has none of its own, or one that another has."""
    return f"{line.bank_reference[:60]} {line.fingerprint.hex()[:12]}".strip()


def _link(work: Work, line: BankLine, payout_id: UUID) -> None:
    """Take a line as what shows a payout that was booked by hand or by a report; a second one of its kind waits."""
    deed = Deed.PAYOUT if line.amount_minor < 0 else Deed.RETURN
    shown = select(BankLine.id).where(BankLine.payout_id == payout_id, BankLine.deed == deed)
    payout = work.session.get(Payout, payout_id)
    if payout is None:
        raise NotFound("payout", payout_id)
    fits = payout.booked_at is not None if deed is Deed.PAYOUT else payout.state == PayoutState.RETURNED
    if not fits or work.session.scalar(shown) is not None or abs(line.amount_minor) != _moved(payout, deed):
        return
    line.payout_id = payout_id
    _done(work, line, deed)


def _moved(payout: Payout, deed: Deed) -> int:
    return payout.amount_minor - (payout.charge_minor if deed is Deed.RETURN else 0)


def _question(work: Work, line: BankLine, payout_id: UUID) -> None:
    if line.amount_minor < 0:
        question(work, locked_payout(work, payout_id), Money(-line.amount_minor, line.currency))


def _done(work: Work, line: BankLine, deed: Deed) -> None:
    line.state, line.deed = LineState.BOOKED, deed
    line.decided_by, line.decided_at = work.actor.person_id, work.at
