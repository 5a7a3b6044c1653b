"""A market to measure on: sellers, goods with ladders, buyers with money, carts and sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from adapters import embedded
from adapters.clock import now
from adapters.database import WEB_LIMITS, open_engine, session_on
from adapters.embedded import Urls
from app import create_app
from commands.setup import migrate
from settings import Settings
from trade.catalogue.models import SKU, Category, Product
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Call, Work, action
from trade.ledger.actions import record_receipt
from trade.ordering.models import Cart, CartLine
from trade.parties.models import BankAccount, Member, Organisation, Person, Region, SignIn
from trade.pricing.models import Ladder, PriceList
from trade.stock.actions import receive_many

SKUS = 600
BUYERS = 8
CURRENCY = "GBP"
STEPS = ([6, 24, 96], [Decimal("2.95"), Decimal("2.55"), Decimal("2.10")])


@dataclass(frozen=True)
class Buyer:
    """Somebody with a cart and a signed-in browser."""

    actor: Actor
    token: str


@dataclass(frozen=True)
class Market:
    """What the items work on."""

    urls: Urls
    settings: Settings
    app: Flask
    seller: Actor
    sku_ids: list[UUID]

    @property
    def raw_url(self) -> str:
        """The application's address, for plain psycopg."""
        return self.urls.database.replace("+psycopg", "", 1)

    @property
    def superuser_url(self) -> str:
        """The address that may write anything: only to lay out what is measured."""
        return self.urls.superuser_database.replace("+psycopg", "", 1).replace("/postgres?", "/pinhuo?")

    @contextmanager
    def session(self, actor: Actor, opened: Callable[[str], Engine] = open_engine) -> Iterator[Session]:
        """A session of the application's role: a worker's, or a page's with ``page_engine``."""
        engine = opened(self.urls.database)
        with session_on(engine, actor) as session:
            yield session
        engine.dispose()

    def cookies(self, buyer: Buyer) -> tuple[str, str]:
        """The cookie of a buyer's browser, and the token its forms carry."""
        with self.app.test_request_context("/"):
            cookie.update({"_user_id": buyer.token, "_fresh": True, "_permanent": True})
            csrf = generate_csrf()
            signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
            return f"{self.app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(cookie))}", csrf


def page_engine(url: str) -> Engine:
    """An engine as the pages have it."""
    return open_engine(url, server_settings=WEB_LIMITS)


@contextmanager
def market(var: Path) -> Iterator[Market]:
    """Open a market in ``var`` with durable servers of its own."""
    with embedded.servers(var) as urls:
        settings = Settings(
            environment="development", var=var, secret_key="b" * 48, database_url=urls.database,
            migration_database_url=urls.migration_database, redis_url=urls.redis,
        )  # fmt: skip
        migrate(settings)
        engine = open_engine(urls.database)
        with session_on(engine, Actor.system()) as session:
            seller, sku_ids = _goods(Call(session, Actor.system(), now()))
        engine.dispose()
        actor = Actor(Scope.PARTY, None, seller, frozenset(Permission))
        yield Market(urls, settings, create_app(settings), actor, list(sku_ids))


@action()
def _goods(work: Work) -> tuple[UUID, tuple[UUID, ...]]:
    at = work.at - timedelta(days=30)
    seller = _organisation(work, "supplier", "bench-seller", at)
    shelf = Category(id=new_id(), slug="bench", name="Bench", name_zh="台", position=1, commission_rate=Decimal("0.05"))
    prices = PriceList(id=new_id(), seller_id=seller, audience="base", name="Base", currency=CURRENCY)
    work.session.add_all([shelf, prices])
    work.session.flush()
    ids = [(new_id(), new_id()) for _ in range(SKUS)]
    _insert(work, Product, [
        {"id": product, "seller_id": seller, "category_id": shelf.id, "code": f"B{n:04}", "name": f"BENCH GOODS NUMBER {n}",
         "state": "offered", "rank": n, "created_at": at}
        for n, (product, _) in enumerate(ids)])  # fmt: skip
    _insert(work, SKU, [
        {"id": sku, "product_id": product, "seller_id": seller, "code": f"B{n:04}", "moq": 6, "multiple": 6}
        for n, (product, sku) in enumerate(ids)])  # fmt: skip
    _insert(work, Ladder, [
        {"id": new_id(), "price_list_id": prices.id, "sku_id": sku, "quantities": STEPS[0], "unit_prices": STEPS[1],
         "valid_from": at} for _, sku in ids])  # fmt: skip
    receive_many.within(work, {sku: 50_000_000 for _, sku in ids})
    return seller, tuple(sku for _, sku in ids)


def buyers(market: Market, carts: list[list[UUID]]) -> list[Buyer]:
    """As many buyers as ``carts``, each with these SKUs in the cart; eight shops share them out."""
    with market.session(Actor.system()) as session:
        rows = _buyers(Call(session, Actor.system(), now()), tuple(tuple(cart) for cart in carts))
    permissions = frozenset({Permission.BROWSE, Permission.BUY, Permission.SEE_PURCHASES, Permission.MANAGE_MEMBERS})
    return [Buyer(Actor(Scope.PARTY, person, shop, permissions), token) for person, shop, token in rows]


@action()
def _buyers(work: Work, carts: tuple[tuple[UUID, ...], ...]) -> Any:
    at = work.at
    shops = [_organisation(work, "retailer", f"b{new_id().hex}", at) for _ in range(BUYERS)]
    for shop in shops:
        record_receipt.within(
            work, bank_reference=str(new_id()), payer="bench", amount=Money(10**11, CURRENCY),
            received_on=at.date(), organisation_id=shop,
        )  # fmt: skip
    found = []
    for n, skus in enumerate(carts):
        shop, person, member, cart = shops[n % BUYERS], new_id(), new_id(), new_id()
        token = f"bench-{person}"
        found.append((person, shop, token))
        _insert(work, Person, [{"id": person, "name": "Bench Buyer", "email": f"{person}@bench.example",
                                "created_at": at}])  # fmt: skip
        _insert(work, Member, [{"id": member, "person_id": person, "organisation_id": shop, "roles": ["owner"],
                                "created_at": at}])  # fmt: skip
        _insert(work, SignIn, [{"id": new_id(), "token_hash": hashlib.sha256(token.encode()).digest(), "person_id": person,
                                "member_id": member, "created_at": at, "expires_at": at + timedelta(days=9)}])  # fmt: skip
        _insert(work, Cart, [{"id": cart, "buyer_id": shop, "person_id": person, "created_at": at}])
        seller = work.session.get_one(SKU, skus[0]).seller_id
        _insert(work, CartLine, [
            {"cart_id": cart, "sku_id": sku, "buyer_id": shop, "seller_id": seller, "quantity": 24,
             "unit_price": STEPS[1][1], "amount_minor": 6120, "currency": CURRENCY, "added_at": at}
            for sku in skus])  # fmt: skip
    return found


def _organisation(work: Work, kind: str, code: str, at: datetime) -> UUID:
    if work.session.get(Region, "BENCH") is None:
        work.session.add(Region(code="BENCH", country="GB", name="Bench", name_zh="台"))
        work.session.flush()
    found = Organisation(
        id=new_id(), kind=kind, state="admitted", name=code, code=code, region_code="BENCH", address="1 Bench Road",
        currency=CURRENCY, created_at=at, admitted_at=at,
    )  # fmt: skip
    work.session.add(found)
    work.session.flush()
    work.session.add(BankAccount(organisation_id=found.id, account="GB00 BENCH"))
    return found.id


def _insert(work: Work, model: Any, rows: list[dict[str, Any]]) -> None:
    work.session.execute(insert(model), rows)


def superuser(market: Market) -> psycopg.Connection[Any]:
    """A connection that may write anything, to lay out and to count."""
    return psycopg.connect(market.superuser_url, autocommit=True)
