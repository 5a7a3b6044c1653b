from collections import Counter
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from adapters import clock
from adapters.database import open_engine
from demo.cast import BUYERS, PASSWORD, SELLERS, STAFF, TOTP_SECRET
from demo.lives import Fate
from demo.load import load_market
from demo.pools import STEPS
from demo.trips import TRIPS
from trade.banking.models import BankLine
from trade.catalogue.models import SKU, CommissionRate, Product
from trade.checks import CHECKS
from trade.claims.models import Claim
from trade.claims.rules import ClaimState
from trade.credit.models import CreditApplication, CreditInstalment, CreditProposal
from trade.history.models import PastOrder
from trade.kernel.actor import Actor
from trade.kernel.events import Event
from trade.kernel.ids import new_token
from trade.kernel.work import Call
from trade.ledger.models import LedgerEntry
from trade.ledger.queries.days import days
from trade.ledger.verify import verify
from trade.ordering.models import Order
from trade.ordering.rules import OrderState
from trade.ordering.verify import verify_stock
from trade.parties.actions import prove_second_factor, sign_in
from trade.parties.models import Member, Organisation
from trade.parties.sealing import Seal
from trade.payouts.models import Payout, PayoutBatch
from trade.pooling.models import Commitment, Pool, PoolGood
from trade.pooling.queries import progress
from trade.scoring.models import SellerScore
from trade.settlement.models import (
    LineDispute,
    SettlementRun,
    SettlementTerms,
    Statement,
    StatementItem,
    StatementLine,
)
from trade.settlement.queries import preview
from trade.stock.models import StockLevel, StockMove


@pytest.fixture
def loaded(app, committed):
    """The demo market, made by the command."""
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    assert "The demo market is open" in result.output
    return committed


def counted(session):
    tables = (Organisation, Member, Product, StockMove, PastOrder, Order, LedgerEntry, Payout, Event)
    session.rollback()
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) for table in tables}


@pytest.mark.slow
def test_the_demo_market_is_whole(app, loaded, migrated):
    orders_stand_everywhere(loaded)
    books_are_sound(loaded)
    sellers_are_paid(loaded)
    settling_is_alive(loaded)
    pools_are_alive(loaded)
    credit_is_alive(loaded)
    claims_stand_everywhere(loaded)
    two_sellers_have_a_score(loaded)
    shelves_are_filled(loaded)
    everybody_signs_in(loaded, Seal(migrated.secrets))
    accounts_are_told(app)
    a_second_load_changes_nothing(app, loaded)


def two_sellers_have_a_score(session):
    scores = session.scalars(select(SellerScore.score).where(SellerScore.score.is_not(None))).all()
    assert len(set(scores)) == 2


def orders_stand_everywhere(session):
    states = Counter(session.scalars(select(Order.state)))
    assert set(states) == {str(state) for state in OrderState}
    oldest = session.scalar(select(func.min(Order.placed_at)))
    assert clock.now() - oldest > timedelta(days=28)
    times = select(Order).where(Order.state == OrderState.COMPLETED)
    for order in session.scalars(times):
        assert order.placed_at < order.confirmed_at < order.shipped_at < order.delivered_at < order.completed_at


def books_are_sound(session):
    outcome = verify(session)
    assert outcome.is_sound, outcome.differences
    assert outcome.unsealed == 0
    assert len(days(session)) == 7


def sellers_are_paid(session):
    states = Counter(session.scalars(select(Payout.state)))
    assert (states["booked"], states["returned"]) == (1, 1)
    assert states["prepared"] > 2
    assert session.scalar(select(func.count()).select_from(PayoutBatch)) == 1
    assert Counter(session.scalars(select(BankLine.state))) == {"booked": 1, "waiting": 1}
    for statement in session.scalars(select(Statement)):
        lines = select(func.sum(StatementLine.net_minor)).where(StatementLine.statement_id == statement.id)
        assert (session.scalar(lines) or 0) + statement.items_minor == statement.net_minor > 0


def settling_is_alive(session):
    assert len(set(session.scalars(select(SettlementRun.until)))) == 2
    own = session.scalars(select(SettlementTerms)).one()
    assert (own.period, own.reserve_days) == ("month", 10)
    made = select(func.count()).select_from(Statement).where(Statement.seller_id == own.seller_id)
    assert session.scalar(made) == 2, "a statement of each run"
    kinds = select(StatementItem.kind).where(
        StatementItem.seller_id == own.seller_id, StatementItem.statement_id.is_not(None)
    )
    assert {"fee", "tax", "reserve", "release"} == set(session.scalars(kinds))
    (waiting,) = session.scalars(select(LineDispute))
    assert (waiting.state, waiting.seller_id) == ("open", own.seller_id)
    left_out = {one.plan.seller_id: one.plan for one in preview(session, clock.now()).held_back}
    assert left_out[own.seller_id].open or left_out[own.seller_id].claimable
    assert any(plan.too_large for plan in left_out.values()), "a fee is more than was earned"
    assert session.scalars(select(CommissionRate.state)).all() == ["proposed"]


def pools_are_alive(session):
    pools = {pool.title: pool for pool in session.scalars(select(Pool))}
    assert Counter(pool.state for pool in pools.values()) == {
        "open": 5,
        "making": 1,
        "closed": 1,
        "failed": 1,
        "proposed": 1,
    }
    assert all(pool.finished_at or pool.state == "making" for pool in pools.values() if pool.decided_at)
    nearly = progress(session, pools["Bright ideas, together"].id, clock.now())
    assert nearly.standing.next is not None
    assert nearly.standing.next.more * STEPS[1] == nearly.standing.next.quantity, "one minimum is missing"
    shared = select(PoolGood).where(PoolGood.pool_id == pools["Lanterns by the case"].id)
    assert session.scalar(shared).odd > 0
    states = Counter(session.scalars(select(Commitment.state)))
    assert set(states) == {"open", "ordered", "released"}
    assert verify(session, also=CHECKS).is_sound


def credit_is_alive(session):
    today = clock.now().date()
    days = session.scalars(select(CreditInstalment.due_on).where(CreditInstalment.open_minor > 0)).all()
    assert min(days) < today < max(days), "something is overdue, something is not due yet"
    assert Counter(session.scalars(select(CreditProposal.state))) == {"approved": 2, "waiting": 1}
    assert Counter(session.scalars(select(CreditApplication.state))) == {"approved": 2, "waiting": 2}


def claims_stand_everywhere(session):
    assert set(session.scalars(select(Claim.outcome).where(Claim.outcome.is_not(None)))) == {
        "seller", "platform", "carrier",
    }  # fmt: skip
    assert set(session.scalars(select(Claim.state))) == {str(state) for state in ClaimState}


def shelves_are_filled(session):
    skus = session.scalar(select(func.count()).select_from(SKU))
    stocked = session.scalar(select(func.count()).select_from(StockLevel).where(StockLevel.on_hand > 0))
    assert stocked > 0.95 * skus
    assert verify_stock(session) == []
    assert session.scalar(select(func.count()).where(Product.name_zh != "")) > 200


def everybody_signs_in(session, seal):
    for part in (*BUYERS, *SELLERS, *STAFF):
        token = new_token()
        signed_in = sign_in(Call(session, Actor.nobody(), clock.now()), part.login, PASSWORD, token)
        if part in STAFF:
            code = pyotp.TOTP(TOTP_SECRET).at(clock.now())
            person = Actor(Actor.nobody().scope, signed_in.person_id)
            prove_second_factor(Call(session, person, clock.now()), seal, code, token, new_token())


def accounts_are_told(app):
    told = app.test_cli_runner().invoke(args=["demo", "accounts"]).output
    assert all(part.login in told for part in (*BUYERS, *SELLERS, *STAFF))
    assert PASSWORD in told
    assert TOTP_SECRET in told


def a_second_load_changes_nothing(app, session):
    before = counted(session)
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0
    assert "nothing was changed" in result.output
    assert counted(session) == before


@pytest.mark.slow
def test_a_load_that_fails_leaves_nothing(migrated, committed, monkeypatch):
    def fail(*_arguments: object):
        raise RuntimeError("the market burnt down")

    monkeypatch.setattr("demo.load.fill_shelves", fail)
    engine = open_engine(migrated.database_url)

    with pytest.raises(RuntimeError):
        load_market(engine, clock.now(), "a secret of the tests, long enough")
    engine.dispose()
    assert set(counted(committed).values()) == {0}


def test_without_a_demo_market_accounts_says_how_to_make_one(app, committed):
    assert "flask demo load" in app.test_cli_runner().invoke(args=["demo", "accounts"]).output


def test_whatever_the_hour_enough_time_has_passed_for_every_state():
    """Made just after midnight, each trip but today's is as old as its steps take."""
    needed = {
        Fate.CONFIRMED: 1,
        Fate.SHIPPED: 3,
        Fate.PART_SHIPPED: 3,
        Fate.CLOSED_SHORT: 8,
        Fate.CANCELLED_BY_SELLER: 3,
    }

    assert all(trip.days_ago >= needed.get(trip.fate, 0) for trip in TRIPS)
    assert {trip.fate for trip in TRIPS} == set(Fate)
