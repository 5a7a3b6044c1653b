"""Behind the application's own checks the database hides every row that is somebody else's."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from adapters.bank import write_payments
from adapters.files import store_of
from adapters.pictures import Folder
from settings import Settings
from tests.makers import make_upload
from tests.trade.admission.applying import submitted
from tests.trade.banking.papers import take_statement
from tests.trade.claims.claimed import came_back, claim, deliver, lost, paper
from tests.trade.credit.lines import applied, invoice, on_credit, open_line, proposed
from tests.trade.deals import agreement, code_of
from tests.trade.foretold import foretell, start_and_plan
from tests.trade.invoiced import invoiced
from tests.trade.ledger.books import state_of
from tests.trade.market import Market
from tests.trade.news.told import tell
from tests.trade.packs import pack
from tests.trade.payouts.paying import approved_batch, said_returned, sellers_with_money, take_out
from tests.trade.pooling.pooled import close, good, join, place, terms
from tests.trade.quality.inspected import BAD, confirm, inspect
from tests.trade.quoting.quoted import asked, quote
from tests.trade.settlement.owed import settle_and_owe
from tests.trade.sheets import send
from tests.trade.stock.places import furnish
from trade.admission.actions import propose_delisting, send_admission_message
from trade.admission.models import Trial
from trade.catalogue.actions import add_picture, set_marks, set_properties, tell_story
from trade.catalogue.ports import Drawn
from trade.catalogue.rules import Borne, Mark, Said
from trade.claims.actions import send_claim_message
from trade.credit.actions import charge_late, keep_default_model, propose_write_off
from trade.credit.rules.default import Learnt
from trade.files.actions import keep_file
from trade.files.ports import Checked
from trade.files.rules import FileKind
from trade.forecasting.actions import note_own_sales
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ledger.actions import seal_entries
from trade.ledger.closing import close_books
from trade.news.actions import set_news_wishes
from trade.news.rules import Channel
from trade.notices.actions import add_webhook, note_answer, send_test, take_due_notices
from trade.ordering.actions import set_cart_line
from trade.pad.actions import add_lines, save_list
from trade.pad.rules.lines import TypedLine
from trade.parties.actions import AddressSheet, add_address, make_token, set_tax_rate
from trade.parties.rules import TokenScope
from trade.payouts.actions import make_bank_file, set_payout_limits
from trade.pooling.actions import draft_pool, offer_pool
from trade.pricing.actions import set_level
from trade.quality.actions import ask_reinspection
from trade.quoting.actions import send_message
from trade.scoring.actions import rate_order
from trade.scoring.models import SellerScore
from trade.scoring.rules import Counts

OPEN = {
    "alembic_version": "holds the number of the newest migration",
    "categories": "the shelves of the market, the same for all",
    **dict.fromkeys(("commission_rates", "dated_rates"), "by which numbers the platform deals, the same for all"),
    "regions": "the parts of a country, the same for all",
    "ledger_chart": "the kinds of accounts, the same for all",
    "commands": "found by person and key; holds ids alone",
    "outbox": "the server's own list of errands; holds ids alone",
    "search_words": "single words of the names that are for sale",
}
SEEN_BY_ALL = {
    "news_verbs", "products", "skus", "sku_tokens", "pictures", "brands", "pack_parts", "properties", "product_marks",
}  # fmt: skip
SEEN_BY_THE_KNOWN = {"seller_tax_rates", "price_lists", "stock_levels", "ladders", "tallied_skus"}
"""What is for sale, to whoever may see it; still written by its seller alone."""
FILLED_ELSEWHERE = {"past_orders", "past_order_lines", "factor_resets"}  # by an import, or who has lost a phone
PARTIES = {
    "organisations", "bank_accounts", "payee_accounts", "people", "credentials", "members", "sign_ins", "invitations", "password_resets",
    "recovery_codes",
}  # fmt: skip
"""Everybody has rows of their own here: tests/trade/parties/test_privacy.py says which."""
REFUSED = {"42501", "PH002"}


def pay_out(market: Market) -> None:
    """Let a payout leave for the supplier and for somebody else, in a batch and a file."""
    take_statement(market)
    sellers_with_money(market, 1)
    approved_batch(market)
    make_bank_file(market.by(Actor.system()), write_payments)
    said_returned(market)
    set_payout_limits(market.by(market.colleague(market.support)), currency="GBP", each_minor=None, alone_minor=10**9)


def score(market: Market) -> None:
    """Let the retailer rate what it received, and write the supplier's scorecard."""
    ((order_id,),) = market.rows("SELECT id FROM orders WHERE state = 'delivered' LIMIT 1")
    rate_order(market.by(market.retailer), order_id, stars=5)
    with market.as_system() as session:
        day, counts = market.at.date(), asdict(Counts())
        session.add(SellerScore(seller_id=market.supplier.organisation, on_day=day, computed_at=market.at, **counts))


@pytest.fixture
def busy(market: Market, tmp_path: Path) -> Market:  # noqa: PLR0915
    """A market in which every protected table has rows of the supplier's or the retailer's."""
    invoiced(market)
    set_tax_rate(market.by(market.supplier), rate=Decimal("0.2"), in_force_from=market.at.date())
    tell(market)
    set_news_wishes(market.by(market.retailer), [("purchase.placed", Channel.MAIL)])
    make_token(market.by(market.retailer), "pinhuo_x", name="Till", scopes=(TokenScope.WRITE_CART,))
    settle_and_owe(market)
    send_claim_message(
        market.by(market.retailer),
        came_back(market, claim(market, deliver(market, market.order({market.goods(): 36})[0]))),
        words="Keep them?",
        files=[paper(market, market.retailer)],
    )
    lost(market, claim(market, deliver(market, market.order({market.goods(): 36})[0])))
    ask_reinspection(market.by(market.supplier), confirm(market, inspect(market, market.goods(), BAD)), words="Mended")
    score(market)
    propose_delisting(market.by(market.support), market.supplier.organisation, reason="Copies")
    pay_out(market)
    market.dispute()
    take_out(market)
    seal_entries(market.by(Actor.system()))
    close_books(market.by(market.checker), day=market.at.date() - timedelta(days=1))
    furnish(market)
    place(market, market.retailer)
    pooled = market.goods(stock=600)
    pool_id = offer_pool(
        market.by(market.supplier), draft_pool(market.by(market.supplier), terms(market, [good(pooled)]))
    )
    join(market, market.retailer, pool_id, pooled, 12)
    close(market, pool_id)
    market.order({pack(market, {(sku_id := market.goods()): 1}): 1})
    open_line(market)
    late = on_credit(market, {sku_id: 6})
    proposed(market, application_id=applied(market))
    keep_default_model(market.by(Actor.system()), learnt=Learnt(0, 0))
    propose_write_off(market.by(market.maker), invoice(market, late)["id"], note="gone")
    with market.as_system() as session:
        session.execute(text("UPDATE credit_instalments SET due_on = due_on - 100"))
        session.add(Trial(seller_id=market.supplier.organisation, state="running", began_at=market.at, ends_at=market.at, extended=0, reason=""))  # fmt: skip
    charge_late(market.by(Actor.system()), market.retailer.organisation, "GBP")
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    add_address(market.by(market.retailer), AddressSheet("Shop", "2 Side Street"))
    market.request(sku_id)
    agreement(market, {sku_id: ("2.10", 100)})
    set_level(market.by(market.supplier), buyer=code_of(market, market.retailer), level="VIP")
    product_id = market.rows("SELECT product_id FROM skus WHERE id = :id", id=sku_id)[0][0]
    add_picture(market.by(market.supplier), product_id, Drawn(1, 1, {}), Folder(tmp_path))
    set_properties(market.by(market.supplier), product_id, [Said("Origin", value="Hangzhou")])
    set_marks(market.by(market.supplier), product_id, [Borne(Mark.CE)])
    tell_story(market.by(market.supplier), story="We fire kettles.", story_zh="", version=0)
    send_test(market.by(market.retailer), add_webhook(market.by(market.retailer), url="https://x.example.com/", types=("order.placed",)))  # fmt: skip
    (parcel,) = take_due_notices(market.by(Actor.system()))
    note_answer(market.by(Actor.system()), parcel.notice_id, 1, status=200, answer="", milliseconds=1)
    quote(market, inquiry_id := asked(market, sku_id))
    send_message(market.by(market.retailer), inquiry_id, text="Which red?")
    add_lines(market.by(market.retailer), (TypedLine("nothing", "6"),))
    save_list(market.by(market.retailer), "Every week")
    make_upload(market.session, market.retailer, rows=1)
    send(market)
    keep_file(
        market.by(market.retailer), Checked(FileKind.PHOTO, "image/jpeg", "", b"x", 1), store_of(Settings(var=tmp_path))
    )
    note_own_sales(market.by(market.retailer), market.at.date(), {sku_id: 3})
    send_admission_message(market.by(market.support), submitted(market).organisation, words="Who makes them?")
    foretell(market, {sku_id: 90})
    start_and_plan(market)
    return market


def protected(market: Market) -> set[str]:
    rows = market.rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND relrowsecurity AND relforcerowsecurity"
    )
    return {name for (name,) in rows}


def count(market: Market, actor: Actor, table: str) -> int:
    bind_actor(market.session, actor)
    found = int(market.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
    market.session.rollback()
    return found


def write(market: Market, actor: Actor, statement: str) -> int:
    """Answer how many rows were written; none as well where the grant refuses already."""
    bind_actor(market.session, actor)
    market.session.commit()
    written = 0
    try:
        written = market.session.connection().execute(text(statement)).rowcount
    except DBAPIError as error:
        if state_of(error) not in REFUSED:
            raise
    finally:
        market.session.rollback()
    return written


def a_column(market: Market, table: str) -> str:
    return str(
        market.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :t"
            " AND identity_generation IS NULL ORDER BY ordinal_position LIMIT 1",
            t=table,
        )[0][0]
    )


def test_a_table_is_protected_or_its_openness_has_a_reason(market: Market) -> None:
    rows = market.rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
    assert {name for (name,) in rows} - protected(market) == set(OPEN)


def test_each_protected_table_has_all_its_policies(market: Market) -> None:
    found = market.rows(
        "SELECT tablename, array_agg(policyname::text ORDER BY policyname) FROM pg_policies"
        " WHERE schemaname = 'public' GROUP BY 1"
    )
    names = ["owner_all", "party_adds", "party_changes", "party_reads", "party_removes"]
    assert {table: [name for name in policies if name in names] for table, policies in found} == dict.fromkeys(
        protected(market), names
    )


def test_strangers_read_nothing_of_others(busy: Market) -> None:
    for table in sorted(protected(busy) - FILLED_ELSEWHERE - PARTIES):
        everything = count(busy, Actor.system(), table)
        assert everything > 0, f"{table} proves nothing while it is empty"
        for stranger in (busy.rival, busy.neighbour):
            expected = everything if table in SEEN_BY_ALL | SEEN_BY_THE_KNOWN else 0
            assert count(busy, stranger, table) == expected, table
        assert count(busy, Actor.nobody(), table) == (everything if table in SEEN_BY_ALL else 0), table


def test_strangers_change_and_remove_nothing_of_others(busy: Market) -> None:
    for table in sorted(protected(busy) - PARTIES):
        column = a_column(busy, table)
        for stranger in (busy.rival, busy.neighbour, Actor.nobody()):
            assert write(busy, stranger, f"UPDATE {table} SET {column} = {column}") == 0, table
            assert write(busy, stranger, f"DELETE FROM {table}") == 0, table


def test_strangers_add_nothing_in_the_name_of_others(busy: Market) -> None:
    copies = {
        "events": "INSERT INTO events (at, verb, subject, subject_id, organisation_id, parties, before, after)"
        f" VALUES (now(), 'x', 'order', gen_random_uuid(), '{busy.supplier.organisation}', '{{}}', '{{}}', '{{}}')",
        "products": "INSERT INTO products SELECT gen_random_uuid(), seller_id, category_id, code || '!' FROM products",
        "stock_moves": "INSERT INTO stock_moves (sku_id, seller_id, kind, change, reason, at)"
        " SELECT sku_id, seller_id, 'received', 5, '', now() FROM stock_levels",
        "receipts": "INSERT INTO receipts (id, bank_reference, payer, amount_minor, currency, received_on, recorded_at)"
        " VALUES (gen_random_uuid(), 'forged', '', 1, 'GBP', now(), now())",
        "carts": "INSERT INTO carts SELECT gen_random_uuid(), o.id, p.id, now() FROM people p,"
        f" organisations o WHERE o.id = '{busy.retailer.organisation}' LIMIT 1",
    }
    for table, statement in copies.items():
        for stranger in (busy.rival, busy.neighbour, Actor.nobody()):
            assert write(busy, stranger, statement) == 0, table


def test_the_parties_themselves_and_the_platform_see_what_is_theirs(busy: Market) -> None:
    for table in ("orders", "order_lines", "shipments", "shipment_lines"):
        everything = count(busy, Actor.system(), table)
        for party in (busy.retailer, busy.supplier, busy.support):
            assert count(busy, party, table) == everything, table
    assert count(busy, busy.supplier, "statements") == count(busy, busy.supplier, "payouts") == 1
    assert count(busy, busy.retailer, "statements") == count(busy, busy.supplier, "carts") == 0
    assert (count(busy, busy.retailer, "carts"), count(busy, busy.retailer, "receipts")) == (2, 2)


def test_a_seller_cannot_write_its_own_earnings(busy: Market) -> None:
    for table in ("statements", "statement_lines", "payouts", "receipts", "ledger_accounts", "ledger_postings"):
        assert write(busy, busy.supplier, f"UPDATE {table} SET currency = currency" if table != "statement_lines" else
                     "UPDATE statement_lines SET quantity = quantity") == 0, table  # fmt: skip


def test_who_acts_is_forgotten_with_the_transaction(committed: Session) -> None:
    question = text("SELECT pinhuo_sees_all()")
    bind_actor(committed, Actor.system())
    assert committed.execute(question).scalar_one() is True
    committed.commit()
    committed.info.pop("actor")
    assert committed.execute(question).scalar_one() is False
