"""Writing a paper: its number, both parties as they are now, its lines. The caller has locked what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, select

from trade.invoicing.models import Paper, PaperLine
from trade.invoicing.rules import Amounts, NoTaxIdentity, PaperKind, Sold
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.parties.models import BankAccount, Organisation, TaxIdentity
from trade.parties.rules import TaxClass

_SHOWN: Final = ("country", "legal_name", "tax_id", "address", "phone", "bank_name", "bank_account")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line about to be issued."""

    name: str
    amounts: Amounts
    unit_price: Decimal
    tax_rate: Decimal
    sku_code: str = ""
    unit: str = ""
    order_line_id: UUID | None = None
    tax_class: TaxClass = TaxClass.STANDARD


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper about to be issued. Its subject is an order, a statement whose commission it is, or what a seller owes."""

    kind: PaperKind
    issuer_id: UUID
    recipient_id: UUID
    currency: str
    lines: Sequence[DraftLine]
    order_id: UUID | None = None
    statement_id: UUID | None = None
    corrects_id: UUID | None = None
    item_id: UUID | None = None
    return_id: UUID | None = None
    recovery_id: UUID | None = None
    reason: str = ""


def line_of(sold: Sold, amounts: Amounts) -> DraftLine:
    """Say a line of an order on a paper."""
    said = (sold.sku_code, sold.unit, sold.order_line_id)
    return DraftLine(sold.name, amounts, sold.unit_price, sold.tax_rate, *said, sold.tax_class)


def issue(work: Work, draft: Draft) -> UUID:
    """Write the paper; its number is drawn while it is written. ``NoTaxIdentity`` where its issuer has none and sells something."""
    issuer, recipient = party_of(work, draft.issuer_id), party_of(work, draft.recipient_id)
    if draft.kind is PaperKind.DEMAND:
        issuer |= _pays_in(work, draft.issuer_id)
    elif not issuer["tax_id"]:
        raise NoTaxIdentity
    sums = _sums(draft)
    zone = work.session.scalars(select(Organisation.time_zone).where(Organisation.id == draft.issuer_id)).one()
    paper_id = new_id()
    values = {
        "id": paper_id,
        "kind": draft.kind,
        "issuer_id": draft.issuer_id,
        "recipient_id": draft.recipient_id,
        "order_id": draft.order_id,
        "statement_id": draft.statement_id,
        "corrects_id": draft.corrects_id,
        "item_id": draft.item_id,
        "return_id": draft.return_id,
        "recovery_id": draft.recovery_id,
        "currency": draft.currency,
        **sums,
        "issuer_party": issuer,
        "recipient_party": recipient,
        "reason": draft.reason,
        "time_zone": zone,
        "issued_at": work.at,
        "issued_by": work.actor.person_id,
    }
    number = work.session.execute(insert(Paper).values(values).returning(Paper.number)).scalar_one()
    work.session.execute(insert(PaperLine), [_row(paper_id, draft, n, line) for n, line in enumerate(draft.lines, 1)])
    _tell(work, draft, paper_id, number, sums["gross_minor"])
    return paper_id


def party_of(work: Work, organisation_id: UUID) -> dict[str, str]:
    """Who an organisation is to the tax office now, as papers freeze it; without an identity only its name."""
    found: Any = work.session.execute(
        select(Organisation, TaxIdentity)
        .outerjoin(TaxIdentity, TaxIdentity.organisation_id == Organisation.id)
        .where(Organisation.id == organisation_id)
        .execution_options(populate_existing=True)
    ).one()
    own, identity = found
    if identity is None:
        said = {"legal_name": own.legal_name or own.name, "address": own.address}
        return {"name": own.name, **dict.fromkeys(_SHOWN, ""), **said}
    return {"name": own.name, **{field: getattr(identity, field) for field in _SHOWN}}


def _pays_in(work: Work, issuer_id: UUID) -> dict[str, str]:
    """Where what is asked for is paid in: the account that the bank's statements are of, not the one of a tax identity."""
    account = work.session.scalar(select(BankAccount.account).where(BankAccount.organisation_id == issuer_id))
    return {"bank_name": "", "bank_account": account} if account else {}


def _sums(draft: Draft) -> dict[str, int]:
    sums = {}
    for name in ("net", "tax", "gross"):
        amounts: list[Money] = [getattr(line.amounts, name) for line in draft.lines]
        sums[f"{name}_minor"] = Money.sum(amounts, draft.currency).minor
    return sums


def _row(paper_id: UUID, draft: Draft, position: int, line: DraftLine) -> dict[str, Any]:
    return {
        "paper_id": paper_id,
        "position": position,
        "issuer_id": draft.issuer_id,
        "recipient_id": draft.recipient_id,
        "order_line_id": line.order_line_id,
        "sku_code": line.sku_code,
        "name": line.name,
        "unit": line.unit,
        "quantity": line.amounts.quantity,
        "unit_price": line.unit_price,
        "net_minor": line.amounts.net.minor,
        "tax_class": line.tax_class,
        "tax_rate": line.tax_rate,
        "tax_minor": line.amounts.tax.minor,
        "gross_minor": line.amounts.gross.minor,
    }


def _tell(work: Work, draft: Draft, paper_id: UUID, number: int, gross: int) -> None:
    work.record(
        f"invoicing.{draft.kind}_issued",
        "paper",
        paper_id,
        parties=(draft.issuer_id, draft.recipient_id),
        after={"number": number, "amount": gross, "currency": draft.currency, "reason": draft.reason},
    )
