"""What goes on inside a company in the demo market: addresses, limits, an order to approve, inquiries and a quote."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from demo.cast import BUYERS, SELLERS
from demo.evidence import logo
from demo.market import Market
from demo.trips import popular
from trade.files.actions import keep_file
from trade.files.ports import FileStore
from trade.kernel.money import Money
from trade.ordering import queries
from trade.ordering.actions import place_orders, set_cart_line
from trade.ordering.offers import offers_of
from trade.parties.actions import AddressSheet, add_address, set_limits, set_terms
from trade.parties.models import Member
from trade.parties.rules import SpendingLimits
from trade.quoting.actions import QuotedLine, Wanted, ask_for_quote, send_message, send_quote
from trade.quoting.queries import inquiry_detail
from trade.quoting.rules import expiry_of

WILLOW: Final = "14680"
"""Willow House: an owner, and a buyer who may order for £60 alone."""

PRINTED: Final = Decimal("1.08")
"""What a print costs, as part of the price."""

LESS: Final = Decimal("0.94")
"""What a basket bought together costs, as part of the price."""

SHOP, STORE = (
    AddressSheet("Shop", "14 Willow Walk, Durham DH1 4LW", "Owen Price, 07700 900111", "GB-NE"),
    AddressSheet("Store room", "Unit 3, Mill Road, Durham DH7 8HN", "Ivy Sutton, 07700 900123", "GB-NE"),
)


GIFT_BOX = "Gift boxes without a price on them; a card in each, blank."


def tell_company_life(market: Market, files: FileStore | None) -> None:
    """Let the last two days hold what owners, buyers and sellers decide on; a logo where there is a store for it."""
    _keep_terms(market, market.now - timedelta(hours=40))
    _ask_for_approval(market, market.now - timedelta(hours=3))
    _ask_for_quotes(market, market.now - timedelta(hours=26), files)
    _ask_for_a_cart(market, market.now - timedelta(hours=20))


def _keep_terms(market: Market, at: datetime) -> None:
    """Two suppliers say what an order comes to at least, and how long they need."""
    for seller, pounds, days in ((SELLERS[6], 40, 2), (SELLERS[8], 60, 5)):
        call = market.as_person(seller.login, seller.organisation, at)
        set_terms(call, order_minimum=Money(pounds * 100, "GBP"), lead_days=days)


def _ask_for_approval(market: Market, at: datetime) -> None:
    """Ivy Sutton fills a cart beyond her limit; Owen Price finds it among his approvals."""
    owner, buyer = BUYERS[2], BUYERS[6]
    assert owner.organisation == buyer.organisation == WILLOW
    for sheet in (SHOP, STORE):
        add_address(market.as_person(owner.login, WILLOW, at), sheet)
    call = market.as_person(buyer.login, WILLOW, at)
    member = select(Member.id).where(Member.person_id == call.actor.person_id)
    own = Member.organisation_id == market.find(WILLOW)
    member_id = market.reading().scalars(member.where(own)).one()
    limits = SpendingLimits(Money(6_000, "GBP"), Money(40_000, "GBP"))
    set_limits(market.as_person(owner.login, WILLOW, at), member_id, limits=limits)
    for sku_id, minimum in popular(market, SELLERS[6].organisation)[10:14]:
        set_cart_line(call, sku_id, quantity=minimum * 8)
    shown = queries.cart_totals(market.session, call.actor).totals
    place_orders(call, shown=shown, note="For the spring window, please before Easter")


def _ask_for_quotes(market: Market, at: datetime, files: FileStore | None) -> None:
    """One inquiry waits for its seller; another was quoted, after a word about the colour."""
    waits, buys, seller = BUYERS[0], BUYERS[1], SELLERS[5]
    sku_id, minimum = popular(market, SELLERS[11].organisation)[3]
    wish = "Our name, “Meadow & Harbour”, stamped on the handle; plain brown boxes of ten."
    asks = market.as_person(waits.login, waits.organisation, at)
    drawn = [keep_file(asks, one, files) for one in logo("Meadow & Harbour")] if files is not None else [None]
    ask_for_quote(asks, [Wanted(sku_id, minimum * 30, wish)], file_id=drawn[0])
    sku_id, minimum = popular(market, seller.organisation)[2]
    buyer = market.as_person(buys.login, buys.organisation, at)
    inquiry_id = ask_for_quote(buyer, [Wanted(sku_id, minimum * 20, "盒面印“蜜园”两字，红色。")])
    later = at + timedelta(hours=2)
    answer = market.as_person(seller.login, seller.organisation, later)
    send_message(answer, inquiry_id, text="请问红色用朱红还是大红？打样免费。")
    send_message(market.as_person(buys.login, buys.organisation, later), inquiry_id, text="朱红，谢谢！")
    (line,) = inquiry_detail(market.session, answer.actor, inquiry_id, later).lines
    listed = offers_of(market.session, buyer.actor, [sku_id], later)[sku_id].price(line.quantity)
    price = (listed.unit_price * PRINTED).quantize(Decimal("0.01"))
    quoted = QuotedLine(line.id, price, line.quantity, line.quantity // 2, minimum)
    expires_at = expiry_of((market.now + timedelta(days=14)).date(), "Asia/Shanghai")
    terms = "Printing and box included; ten days from order to shipment."
    send_quote(answer, inquiry_id, lines=[quoted], expires_at=expires_at, version=0, terms=terms)


def _ask_for_a_cart(market: Market, at: datetime) -> None:
    """One buyer asked a seller for a price for a whole basket, and has the answer."""
    buys, seller = BUYERS[0], SELLERS[6]
    buyer = market.as_person(buys.login, buys.organisation, at)
    basket = popular(market, seller.organisation)[4:8]
    wanted = [Wanted(sku_id, minimum * 12, GIFT_BOX if n == 1 else "") for n, (sku_id, minimum) in enumerate(basket)]
    inquiry_id = ask_for_quote(buyer, wanted)
    later = at + timedelta(hours=3)
    answer = market.as_person(seller.login, seller.organisation, later)
    lines = inquiry_detail(market.session, answer.actor, inquiry_id, later).lines
    offers = offers_of(market.session, buyer.actor, [line.sku_id for line in lines], later)
    quoted = []
    for line in lines:
        listed = offers[line.sku_id].price(line.quantity).unit_price
        price = (listed * (PRINTED if line.wish else LESS)).quantize(Decimal("0.01"))
        quoted.append(QuotedLine(line.id, price, line.quantity, line.quantity // 2, offers[line.sku_id].rule.multiple))
    terms = "All four together, in one delivery. The gift boxes need five days more."
    expires_at = expiry_of((market.now + timedelta(days=9)).date(), "Europe/London")
    send_quote(answer, inquiry_id, lines=quoted, expires_at=expires_at, version=0, terms=terms)
