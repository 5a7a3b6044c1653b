"""A bank's report on payments (pain.002), brought to the payouts it is about. A step within an action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from trade.banking.ports import ReadPayment
from trade.kernel.locks import lock_rows
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.payouts.models import BankFile, Payout
from trade.payouts.reporting import PaymentReport, PaymentStatus, take_report


def in_order(payments: Sequence[ReadPayment]) -> Sequence[ReadPayment]:
    """What a report says, in the order in which it is brought to the books, whatever the bank's."""
    return sorted(payments, key=lambda one: one.reference)


def apply(work: Work, payments: Sequence[ReadPayment], report: Sequence[ReadPayment]) -> dict[str, int]:
    """Bring each payout up to what is said of it in some payments of a report; answer how many reports did what."""
    counts: Counter[str] = Counter()
    codes = {payment.reference: payment.code for payment in report}
    for payment in payments:
        for told in _reports(work, payment, codes):
            counts[take_report(work, told)] += 1
    return dict(counts)


def _reports(work: Work, payment: ReadPayment, codes: Mapping[str, str]) -> list[PaymentReport]:
    """A payment's own report; where a whole file is spoken of, one for each payout in it, with its own reason if it has one."""
    status = PaymentStatus.REJECTED if payment.is_rejected else PaymentStatus.ACCEPTED
    of_file = (
        select(Payout).join(BankFile, BankFile.id == Payout.file_id).where(BankFile.reference == payment.reference)
    )
    inside = lock_rows(work.session, of_file.order_by(Payout.seller_id, Payout.id))
    if inside:
        return [PaymentReport(one.reference, status, code=codes.get(one.reference) or payment.code) for one in inside]
    amount = Money(payment.minor, payment.currency) if payment.minor is not None else None
    return [PaymentReport(payment.reference, status, amount, payment.code)]
