"""The demo market's papers: everybody's tax identity, and the invoices and credit notes that follow from a month of orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import BUYERS, DISTRIBUTOR, PLATFORM, SELLERS
from demo.market import Market
from trade.catalogue.actions import edit_product, sheet_of
from trade.catalogue.models import Product
from trade.catalogue.queries import own_product
from trade.invoicing.actions import credit_corrections, issue_commissions, issue_waiting
from trade.kernel.work import Call
from trade.parties.actions import set_tax_identity, set_tax_rate
from trade.parties.models import Organisation
from trade.parties.rules import Role, TaxClass
from trade.parties.tax_ids import TaxSheet

_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2)
_EVERY_DAYS: Final = 3
VAT: Final = Decimal("0.2")
"""What is in a British price."""
REDUCED_VAT: Final = Decimal("0.05")


def plan_papers(market: Market, agenda: Agenda) -> None:
    """Say who everybody is to the tax office before the first order, and issue what is due every few days."""
    agenda.add(market.on(38, 9), partial(_identify, market))
    agenda.add(market.on(38, 10), partial(_say_tax_rates, market))
    for days in range(0, 31, _EVERY_DAYS):
        agenda.add(market.on(days, 7), partial(_issue, market))


def vat_number(number: int) -> str:
    """A British VAT number that is none of anybody's but has the right check digits."""
    digits = f"{9_000_000 + 137 * number:07d}"
    left = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 97
    return f"GB{digits}{97 - left:02d}"


def _identify(market: Market, at: datetime) -> None:
    everybody = [PLATFORM.name, DISTRIBUTOR.name, *(part.organisation for part in (*SELLERS, *BUYERS))]
    for number, name in enumerate(dict.fromkeys(everybody)):
        organisation_id = market.find(name)
        own = market.reading().get_one(Organisation, organisation_id)
        sheet = TaxSheet(
            "GB", own.legal_name or own.name, vat_number(number), own.address, f"020 7946 0{number:03d}",
            "First Demo Bank", f"GB{number:02d} DEMO 0000 {number:04d}",
        )  # fmt: skip
        set_tax_identity(market.as_system(at, organisation_id), sheet)


def _say_tax_rates(market: Market, at: datetime) -> None:
    for seller in (part for part in SELLERS if Role.OWNER in part.roles):
        owner = market.as_person(seller.login, seller.organisation, at)
        set_tax_rate(owner, rate=VAT, in_force_from=at.date())
        set_tax_rate(owner, rate=REDUCED_VAT, in_force_from=at.date(), tax_class=TaxClass.REDUCED)
        for product_id in _clothes(market, owner.actor.organisation):
            _zero_rate(owner, product_id)


def _clothes(market: Market, seller_id: UUID) -> Sequence[UUID]:
    """What children wear, which bears no tax in Britain."""
    named = select(Product.id).where(Product.seller_id == seller_id, Product.name.regexp_match("child.* apron", "i"))
    return market.reading().scalars(named.order_by(Product.id)).all()


def _zero_rate(owner: Call, product_id: UUID) -> None:
    product, sku = own_product(owner.session, owner.actor, product_id)
    sheet = replace(sheet_of(product, sku), tax_class=TaxClass.ZERO)
    edit_product(owner, product_id, sheet=sheet, version=product.version)


def _issue(market: Market, at: datetime) -> None:
    while issue_waiting(market.as_system(at)):
        pass
    issue_commissions(market.as_system(at))
    credit_corrections(market.as_system(at))
