"""Making the demo market: everything in one transaction, through the actions that people use."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from adapters.sales_file import SalesFile
from demo.admissions import plan_admissions
from demo.agenda import Agenda
from demo.cast import STAFF
from demo.claims import plan_claims
from demo.company import tell_company_life
from demo.connections import connect_system, hear_notices
from demo.credit import plan_credit
from demo.deals import settle_deals
from demo.finance import plan_money
from demo.market import Market
from demo.outlook import look_ahead
from demo.papers import plan_papers
from demo.people import invite_traders, open_platform
from demo.pictures import hang_pictures
from demo.places import spread_goods
from demo.pools import plan_pools
from demo.quality import plan_inspections
from demo.scoring import rank_goods, rate_and_score
from demo.settling import plan_settling
from demo.shelves import fill_shelves, name_in_chinese
from demo.stories import tell_stories
from demo.telling import tell_more
from demo.trips import plan_trips
from trade.catalogue.ports import PictureStore
from trade.files.ports import FileStore
from trade.history.actions import import_sales
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.models import Organisation, Person

SAMPLE: Final = Path(__file__).with_name("sales.csv.xz")
SOURCE: Final = "online-retail-ii"
OPENED_DAYS_AGO: Final = 40


def load_market(
    engine: Engine, now: datetime, secret: str, store: PictureStore | None = None, files: FileStore | None = None
) -> bool:
    """Make the demo market unless it is there; answer whether it was made.

    The session's commits are savepoints within one transaction: whatever ends this early leaves nothing behind.
    """
    with engine.begin() as connection, Session(connection, join_transaction_mode="create_savepoint") as session:
        bind_actor(session, Actor.system())
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("demo market", 0))))
        if is_loaded(session):
            return False
        _make(Market(session, now, secret), store, files)
        return True


def is_loaded(session: Session) -> bool:
    """Whether the demo's people are there."""
    return session.scalar(select(Person.id).where(Person.email == STAFF[0].login)) is not None


def is_empty(session: Session) -> bool:
    """Whether nobody trades here yet."""
    return session.scalar(select(Organisation.id).limit(1)) is None


def _make(market: Market, store: PictureStore | None, files: FileStore | None) -> None:
    import_sales(market.as_system(market.now), SalesFile(SAMPLE), source=SOURCE)
    open_platform(market, market.on(OPENED_DAYS_AGO, 8))
    invite_traders(market, market.on(OPENED_DAYS_AGO - 1, 9))
    fill_shelves(market, market.on(OPENED_DAYS_AGO - 2, 7))
    spread_goods(market, market.on(OPENED_DAYS_AGO - 2, 8))
    name_in_chinese(market, market.on(OPENED_DAYS_AGO - 3, 14))
    if store is not None:
        hang_pictures(market, market.on(OPENED_DAYS_AGO - 3, 15), store)
    tell_stories(market, market.on(OPENED_DAYS_AGO - 3, 15), store)
    connect_system(market, market.on(OPENED_DAYS_AGO - 3, 16))
    agenda = Agenda(until=market.now)
    plan_settling(market, agenda)
    plan_money(market, agenda)
    plan_papers(market, agenda)
    plan_trips(market, agenda)
    plan_pools(market, agenda)
    plan_credit(market, agenda)
    plan_claims(market, agenda, files)
    plan_inspections(market, agenda)
    plan_admissions(market, agenda, files)
    agenda.replay()
    rate_and_score(market)
    settle_deals(market)
    tell_company_life(market, files)
    tell_more(market, market.now - timedelta(days=2), store)
    hear_notices(market)
    look_ahead(market)
    rank_goods(market)
