"""Tax identities and papers for tests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.trade.market import Market
from trade.invoicing.actions import issue_of_order
from trade.kernel.actor import Actor
from trade.parties.actions import set_tax_identity
from trade.parties.rules import Role
from trade.parties.tax_ids import TaxSheet

USCC, VAT = "91110000600037341L", "GB980780684"
SELLER = TaxSheet("CN", "杭州蓝壶制造有限公司", USCC, "杭州市 1 号", "0571-1", "中国银行杭州分行", "6222 0001")
BUYER = TaxSheet("GB", "Corner Shop Ltd", VAT, "1 High Street")


def identify(market: Market) -> None:
    """Let supplier, retailer and platform say who they are to the tax office."""
    set_tax_identity(market.by(market.supplier), SELLER)
    set_tax_identity(market.by(market.retailer), BUYER)
    owner = market.colleague(market.support, Role.OWNER)
    set_tax_identity(market.by(owner), TaxSheet("GB", "Pinhuo Ltd", VAT))


def invoiced(market: Market) -> UUID:
    """Complete an order that was invoiced; answer it."""
    identify(market)
    order_id = market.completed()
    due(market, order_id)
    return order_id


def due(market: Market, order_id: UUID) -> int:
    """Do what the job of an order does."""
    return issue_of_order(market.by(Actor.system()), order_id)


def papers(market: Market, **where: Any) -> list[Any]:
    """(kind, number, net, tax, gross) of all papers, in the order of issue."""
    return market.rows("SELECT kind, number, net_minor, tax_minor, gross_minor FROM papers ORDER BY issued_at, id")
