"""A market with something of everything, everybody who may knock at a door, and every door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from adapters import clock
from tests import makers
from tests.desk import Desk
from tests.trade import sheets
from tests.trade.admission.applying import submitted
from tests.trade.banking.papers import take_statement
from tests.trade.claims.claimed import claim, delivered, lost
from tests.trade.credit.lines import applied, on_credit, open_line, proposed
from tests.trade.deals import agreement, price_list
from tests.trade.invoiced import invoiced
from tests.trade.market import Market
from tests.trade.news.told import tell
from tests.trade.payouts.paying import said_returned, sellers_with_money, take_out
from tests.trade.pooling import pooled
from tests.trade.quality.inspected import BAD, inspect
from tests.trade.quoting.quoted import asked, quote
from tests.trade.settlement.owed import settle_and_owe
from tests.trade.stock import places
from tests.web.filed import lay_in
from trade.admission.actions import propose_delisting
from trade.kernel.money import Money
from trade.notices.actions import add_webhook, send_test
from trade.ordering.actions import set_cart_line
from trade.pad.actions import add_lines, save_list
from trade.pad.rules.lines import TypedLine
from trade.parties.actions import AddressSheet, add_address
from trade.parties.models import Member, Organisation
from trade.parties.rules import OrganisationKind, Role
from trade.payouts.actions import prepare_batch, prepare_payout
from trade.pooling.actions import draft_pool, offer_pool
from trade.pricing.actions.lists import Audience
from trade.pricing.rules import Step
from web.access import Policy, policy_of

OPEN_TO_BUYERS = {"sku_id", "product_id", "category_id", "seller_id"}
"""Goods for sale are seen by everybody who buys: foreign only where goods are managed."""

IDS = {
    "order_id": "SELECT id FROM orders",
    "line_id": "SELECT id FROM order_lines",
    "shipment_id": "SELECT id FROM shipments",
    "sku_id": "SELECT id FROM skus",
    "product_id": "SELECT id FROM products",
    "ladder_id": "SELECT id FROM ladders",
    "price_list_id": "SELECT id FROM price_lists WHERE audience <> 'base'",
    "agreement_id": "SELECT id FROM agreements",
    "term_id": "SELECT id FROM agreement_lines",
    "category_id": "SELECT id FROM categories",
    "run_id": "SELECT id FROM settlement_runs",
    "statement_id": "SELECT id FROM statements",
    "payout_id": "SELECT id FROM payouts",
    "permit_id": "SELECT id FROM permits",
    "decision_id": "SELECT id FROM payouts",
    "delisting_id": "SELECT id FROM delistings",
    "item_id": "SELECT id FROM statement_items",
    "batch_id": "SELECT id FROM payout_batches",
    "bank_paper_id": "SELECT id FROM bank_papers",
    "bank_statement_id": "SELECT id FROM bank_statements",
    "bank_line_id": "SELECT id FROM bank_lines",
    "account_id": "SELECT id FROM payee_accounts WHERE organisation_id IN (SELECT seller_id FROM skus)",
    "return_id": "SELECT id FROM payout_returns",
    "withdrawal_id": "SELECT id FROM withdrawals",
    "claim_id": "SELECT id FROM claims WHERE closed_at IS NULL",
    "loss_id": "SELECT id FROM carrier_losses",
    "write_off_id": "SELECT id FROM recovery_write_offs",
    "inspection_id": "SELECT id FROM inspections",
    "dispute_id": "SELECT id FROM line_disputes",
    "paper_id": "SELECT id FROM papers WHERE order_id IS NOT NULL",
    "receipt_id": "SELECT id FROM receipts",
    "organisation_id": "SELECT id FROM organisations WHERE name = 'Theirs'",
    "member_id": "SELECT m.id FROM members m JOIN organisations o ON o.id = organisation_id WHERE o.name = 'Theirs'",
    "warehouse_id": "SELECT id FROM warehouses WHERE NOT is_home",
    "transfer_id": "SELECT id FROM transfers",
    "take_id": "SELECT id FROM stock_takes",
    "invitation_id": "SELECT id FROM invitations",
    "pad_line_id": "SELECT id FROM pad_lines",
    "list_id": "SELECT id FROM saved_lists",
    "upload_id": "SELECT id FROM uploads",
    "sheet_id": "SELECT id FROM goods_sheets",
    "address_id": "SELECT id FROM addresses",
    "picture_id": "SELECT id FROM pictures",
    "webhook_id": "SELECT id FROM webhooks",
    "notice_id": "SELECT id FROM notices",
    "news_id": "SELECT id FROM news WHERE channel = 'page'",
    "token_id": "SELECT t.id FROM access_tokens t JOIN organisations o ON o.id = organisation_id WHERE o.name = 'Theirs'",
    "seller_id": "SELECT seller_id FROM skus",
    "pool_id": "SELECT id FROM pools WHERE state = 'open'",
    "pool_shipment_id": "SELECT id FROM pool_shipments",
    "request_id": "SELECT id FROM purchase_requests",
    "inquiry_id": "SELECT id FROM inquiries",
    "invoice_id": "SELECT id FROM credit_invoices",
    "application_id": "SELECT id FROM credit_applications",
    "proposal_id": "SELECT id FROM credit_proposals",
}
"""Where the ids of a parameter are found; a route with another parameter needs a line here."""


@dataclass(frozen=True)
class Door:
    """One route by one method."""

    rule: Rule
    method: str
    policy: Policy

    @property
    def name(self) -> str:
        """How a failure names it."""
        return f"{self.method} {self.rule.rule}"

    @property
    def parameters(self) -> set[str]:
        """The ids in its address."""
        return set(self.rule.arguments)

    @property
    def is_change(self) -> bool:
        """Whether it takes forms."""
        return self.method not in {"GET", "HEAD", "OPTIONS"}


@dataclass
class World:
    """The market, its browsers by who uses them, and the ids in it."""

    app: Flask
    session: Session
    market: Market
    desks: dict[str, Desk] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)

    def address(self, door: Door, ids: dict[str, Any] | None = None) -> str:
        """Return the path of a door, with ids of this market where none are given."""
        values = {name: (ids or self.ids).get(name) or stand_in(door.rule, name) for name in door.parameters}
        return str(self.app.url_map.bind("localhost").build(door.rule.endpoint, values, method=door.method))

    def knock(self, who: str, door: Door, ids: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a request as its page would; the form is empty unless one is given."""
        desk = self.desks[who]
        self.session.commit()
        if door.is_change and "data" not in more:
            more["data"] = {"csrf_token": desk.csrf_token(), "idempotency_key": uuid4().hex}
        return desk.browser.open(self.address(door, ids), method=door.method, **more)


def stand_in(rule: Rule, name: str) -> Any:
    """Return something that fits a parameter which is no id."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "made-up"


def doors(app: Flask) -> Iterator[Door]:
    """Return every route for people by every method it takes."""
    return (door for door in all_doors(app) if not door.policy.is_for_programs)


def doors_of_programs(app: Flask) -> Iterator[Door]:
    """Return every route that a token opens, by every method it takes."""
    return (door for door in all_doors(app) if door.policy.is_for_programs)


def all_doors(app: Flask) -> Iterator[Door]:
    """Return every route by every method it takes."""
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        assert policy is not None, rule.endpoint
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Door(rule, method, policy)


def _complaints(market: Market) -> None:
    """A claim, one that a carrier bears and may never pay, and an inspection that failed."""
    lost(market, claim(market, delivered(market)))
    claim(market, delivered(market))
    inspect(market, market.goods(), BAD)
    propose_delisting(market.by(market.support), market.supplier.organisation, reason="Copies")


def _bank(app: Flask, market: Market) -> None:
    """A line that nothing explains, a batch that waits, a sheet of products, and somebody who asks to be let in."""
    sheets.send(market)
    submitted(market)
    lay_in(app, market.session)
    take_statement(market)
    sellers_with_money(market, 1)
    prepare_batch(market.by(market.maker), minimum=Money(1, "GBP"))
    said_returned(market)
    take_out(market)


def furnish(app: Flask, session: Session) -> World:
    """Open a market in which an order was completed, settled and prepared for payout, and another waits."""
    market = Market(session)
    invoiced(market)
    market.one_order()
    _pools(market)
    add_address(market.by(market.retailer), AddressSheet("Shop", "2 Side Street"))
    market.request(market.goods())
    webhook = add_webhook(market.by(market.retailer), url="https://till.example.com/", types=("order.placed",))
    send_test(market.by(market.retailer), webhook)
    tell(market)
    quote(market, asked(market))
    asked(market)
    open_line(market)
    on_credit(market, {market.goods(): 6})
    proposed(market, application_id=applied(market))
    agreement(market, {market.goods(): ("2.00", 6)})
    price_list(market, Audience(level="VIP"), {market.goods(): (Step(6, Decimal(2)),)})
    settle_and_owe(market)
    prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    market.dispute()
    _complaints(market)
    _bank(app, market)
    places.furnish(market)
    _name(market, market.retailer.organisation, "Theirs")
    set_cart_line(market.by(market.retailer), market.goods(code="PAD-1"), quantity=6)
    add_lines(market.by(market.retailer), (TypedLine("PAD-1", "6"), TypedLine("nothing", "6")))
    save_list(market.by(market.retailer), "Every week")
    makers.make_upload(session, market.retailer, rows=1)
    world = World(app, session, market)
    for who, member in _people(market).items():
        world.desks[who] = Desk(app, session)
        if member is not None:
            world.desks[who].signed_in(member, makers.make_sign_in(session, member, proven=who != "owing"))
    with market.as_system():
        theirs = session.get_one(Organisation, market.retailer.organisation)
        makers.make_invitation(session, theirs, "x@example.com")
        makers.make_token(session, theirs)
        makers.make_picture(session)
        world.ids = {name: session.execute(text(f"{sql} LIMIT 1")).scalar_one() for name, sql in IDS.items()}
        session.commit()
    return world


def _people(market: Market) -> dict[str, Member | None]:
    """Everybody: the parties of the market, strangers of their kind, the platform's, and those not let in yet."""
    at = partial(_member_of, market)
    new = partial(makers.make_organisation, market.session)
    return {
        "visitor": None,
        "retailer": at(market.retailer.organisation),
        "supplier": at(market.supplier.organisation),
        "neighbour": at(market.neighbour.organisation),
        "rival": at(market.rival.organisation),
        "distributor": at(new(OrganisationKind.DISTRIBUTOR).id),
        "warehouse": at(market.rival.organisation, Role.WAREHOUSE),
        "support": at(market.support.organisation, Role.SUPPORT),
        "maker": at(market.maker.organisation, Role.FINANCE_MAKER),
        "checker": at(market.checker.organisation, Role.FINANCE_CHECKER),
        "applied": at(new(state="applied").id),
        "suspended": at(new(OrganisationKind.SUPPLIER, state="suspended").id),
        "owing": at(market.support.organisation),
    }


def _member_of(market: Market, organisation_id: UUID, role: Role = Role.OWNER) -> Member:
    with market.as_system() as session:
        return makers.make_member(session, session.get_one(Organisation, organisation_id), roles=[role])


def _pools(market: Market) -> None:
    """A pool that the retailer, alone in their region, was in, whose goods wait, and one that is open by the pages' clock."""
    then, (pool_id, sku_id) = market.at, _pool(market)
    pooled.join(market, market.retailer, pool_id, sku_id, 12)
    pooled.close(market, pool_id)
    market.at = clock.now()
    _pool(market)
    market.at = then


def _pool(market: Market) -> tuple[UUID, UUID]:
    pooled.place(market, market.retailer)
    sku_id = market.goods(stock=1000)
    terms = pooled.terms(market, [pooled.good(sku_id)])
    return offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), terms)), sku_id


def _name(market: Market, organisation_id: UUID, name: str) -> None:
    with market.as_system() as session:
        session.get_one(Organisation, organisation_id).name = name
