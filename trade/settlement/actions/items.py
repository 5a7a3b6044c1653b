"""What finance sets for a seller: terms, and fees that its next statement takes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money, share_of
from trade.kernel.work import Work, action
from trade.ledger.rules import AccountKind
from trade.parties.models import Organisation
from trade.settlement.models import SettlementTerms, StatementItem
from trade.settlement.rules import ItemKind, ItemTaken, Terms
from trade.settlement.terms import terms_of


@action(Permission.PREPARE_MONEY)
def set_terms(work: Work, seller_id: UUID, *, terms: Terms) -> UUID:
    """Say how a seller is settled from the next settlement on; statements that are made stay as they are."""
    _require_seller(work, seller_id)
    before = terms_of(work.session, seller_id)
    work.session.merge(
        SettlementTerms(seller_id=seller_id, period=terms.period, service_tax_rate=terms.service_tax_rate,
                        reserve_rate=terms.reserve_rate, reserve_days=terms.reserve_days)
    )  # fmt: skip
    work.record(
        "settlement.terms_set",
        "organisation",
        seller_id,
        parties=(seller_id,),
        before=_told(before),
        after=_told(terms),
    )
    return seller_id


@action(Permission.PREPARE_MONEY)
def charge_fee(work: Work, seller_id: UUID, *, fee: Money, words: str) -> UUID:
    """Put a fee for a service on a seller's next statement, with the tax on it as the seller's terms say today."""
    _require_seller(work, seller_id)
    if fee.minor <= 0:
        raise InvalidInput("fee", "not_positive")
    rate = terms_of(work.session, seller_id).service_tax_rate
    tax = share_of(fee, rate)
    item_id = new_id()
    item = StatementItem(
        id=item_id, seller_id=seller_id, currency=fee.currency, kind=ItemKind.FEE, counter=AccountKind.SERVICES,
        amount_minor=-(fee + tax).minor, tax_minor=tax.minor, rate=rate, words=words.strip(),
        source_key=f"fee:{item_id}", made_by=work.actor.person_id, made_at=work.at,
    )  # fmt: skip
    work.session.add(item)
    _tell(work, item, "settlement.fee_charged")
    return item.id


@action(Permission.PREPARE_MONEY)
def withdraw_item(work: Work, item_id: UUID) -> UUID:
    """Take back a fee that no statement holds yet; ``ItemTaken`` once one does."""
    item = lock_one(
        work.session, select(StatementItem).where(StatementItem.id == item_id, StatementItem.kind == ItemKind.FEE)
    )
    if item is None:
        raise NotFound("statement_item", item_id)
    if item.statement_id is not None:
        raise ItemTaken
    if item.withdrawn_at is None:
        item.withdrawn_at = work.at
        _tell(work, item, "settlement.fee_withdrawn")
    return item.id


def _require_seller(work: Work, seller_id: UUID) -> None:
    if work.session.get(Organisation, seller_id) is None:
        raise NotFound("organisation", seller_id)


def _tell(work: Work, item: StatementItem, verb: str) -> None:
    told = {"amount": item.amount_minor, "currency": item.currency, "words": item.words}
    work.record(verb, "organisation", item.seller_id, parties=(item.seller_id,), after=told)


def _told(terms: Terms) -> dict[str, str | int]:
    return {
        "period": terms.period,
        "tax": str(terms.service_tax_rate),
        "reserve": str(terms.reserve_rate),
        "days": terms.reserve_days,
    }
