"""Paying back: from the wallet, the oldest first, early and in part as one likes; and what being late costs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from trade.credit.actions.drawing import use
from trade.credit.models import CreditFee, CreditInstalment
from trade.credit.owing import Owing, lock_owing, moved, today_at
from trade.credit.rules import NothingOwed
from trade.credit.rules.lateness import CHARGED_EVERY, late_fee
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, Posting, transfer
from trade.rates.queries import rates_by_day
from trade.rates.rules import RateKind


@dataclass(frozen=True, slots=True)
class Repaid:
    """What was taken from the wallet: never more than was owed."""

    invoices: Money
    fees: Money


@action(Permission.BUY)
def repay(work: Work, *, amount: Money) -> Repaid:
    """Pay ``amount`` of what the actor's organisation owes, the oldest first; more than is owed stays in the wallet.

    What is late is charged up to today before. Raises ``NothingOwed`` and ``LimitExceeded`` (the wallet is short).
    """
    if amount.minor <= 0:
        raise InvalidInput("amount", "not_positive")
    buyer_id, currency = work.actor.organisation, amount.currency
    charge(work, buyer_id, currency)
    owing = lock_owing(work, buyer_id, currency)
    if not owing.total_minor:
        raise NothingOwed
    source_key = f"repayment:{new_id()}:paid"
    paid, fees = _settle(work, owing, min(amount.minor, owing.total_minor))
    repaid = Repaid(Money(sum(paid.values()), currency), Money(sum(fees.values()), currency))
    moved(work, (buyer_id, currency), "repaid", source_key, {key: -minor for key, minor in paid.items()})
    moved(work, (buyer_id, currency), "fee_paid", source_key, {key: -minor for key, minor in fees.items()})
    if repaid.invoices:
        use(work, buyer_id, used=-repaid.invoices)
    post(work, source_key, _postings(buyer_id, repaid))
    told = {"amount": repaid.invoices.minor + repaid.fees.minor, "currency": currency}
    for invoice_id in paid:
        work.record("credit.repaid", "credit_invoice", invoice_id, after={**told, "amount": paid[invoice_id]})
    return repaid


def _settle(work: Work, owing: Owing, left: int) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Pay by day, of one day the invoice before the fee; answer what went to invoices and to fees, by invoice."""
    paid: dict[UUID, int] = {}
    fees: dict[UUID, int] = {}
    due: list[tuple[object, CreditInstalment | CreditFee]] = [((one.due_on, 0), one) for one in owing.instalments]
    due += [((fee.through, 1), fee) for fee in owing.fees]
    for _, one in sorted(due, key=lambda item: item[0]):  # type: ignore[arg-type, return-value]
        part = min(one.open_minor, left)
        if not part:
            break
        left -= part
        one.open_minor -= part
        to = paid if isinstance(one, CreditInstalment) else fees
        to[one.invoice_id] = to.get(one.invoice_id, 0) + part
    for invoice_id, minor in paid.items():
        invoice = owing.invoices[invoice_id]
        invoice.repaid_minor += minor
        invoice.open_minor -= minor
        if not invoice.open_minor:
            invoice.closed_at = work.at
    return paid, fees


def _postings(buyer_id: UUID, repaid: Repaid) -> list[Posting]:
    total = repaid.invoices + repaid.fees
    postings = [
        Posting(Account(AccountKind.WALLET, buyer_id), total.minor, total.currency),
        Posting(Account(AccountKind.CREDIT_RECEIVABLE, buyer_id), -repaid.invoices.minor, total.currency),
        Posting(Account(AccountKind.FEE_RECEIVABLE, buyer_id), -repaid.fees.minor, total.currency),
    ]
    return [posting for posting in postings if posting.minor]


def charge(work: Work, organisation_id: UUID, currency: str, *, least: int = 1) -> Money:
    """Charge what being late costs up to today, for each instalment that has been late ``least`` days or more."""
    today = today_at(work, organisation_id)
    owing = lock_owing(work, organisation_id, currency)
    charged = Money.zero(currency)
    rates = rates_by_day(work.session, RateKind.LATE_FEE) if owing.instalments else []
    for part in owing.instalments:
        owed = Money(part.open_minor, currency)
        late = late_fee(owed, part.due_on, part.charged_through, today, least=least, rates=rates)
        if late is not None:
            fee = CreditFee(
                id=new_id(), organisation_id=organisation_id, currency=currency, invoice_id=part.invoice_id,
                position=part.position, after=late.after, through=late.through, owed_minor=owed.minor,
                amount_minor=late.amount.minor, open_minor=late.amount.minor, charged_at=work.at,
            )  # fmt: skip
            work.session.add(fee)
            part.charged_through = late.through
            charged += late.amount
            _post_fee(work, fee)
    return charged


def _post_fee(work: Work, fee: CreditFee) -> None:
    amount, source_key = Money(fee.amount_minor, fee.currency), f"fee:{fee.id}:charged"
    owed = Account(AccountKind.FEE_RECEIVABLE, fee.organisation_id)
    post(work, source_key, transfer(owed, Account(AccountKind.LATE_FEES), amount))
    moved(work, (fee.organisation_id, fee.currency), "fee_charged", source_key, {fee.invoice_id: amount.minor})
    told = {"amount": amount.minor, "currency": amount.currency, "days": (fee.through - fee.after).days}
    work.record("credit.fee_charged", "credit_invoice", fee.invoice_id, parties=(fee.organisation_id,), after=told)


@action(Permission.PREPARE_MONEY)
def charge_late(work: Work, organisation_id: UUID, currency: str) -> Money:
    """Charge an organisation for what has been late for a week or longer."""
    return charge(work, organisation_id, currency, least=CHARGED_EVERY)
