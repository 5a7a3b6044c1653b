"""A market and the browsers of its people; and an application with a few views that fail, refuse and answer on demand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from wtforms import StringField

from adapters.clock import now
from adapters.database import open_engine
from app import create_app
from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import DomainError, InvalidInput, KeyInFlight, MoveRefused, NotAllowed, NotFound, StaleVersion
from trade.kernel.idempotency import NOBODY
from trade.kernel.work import Call, action, bind_actor
from trade.parties.models import Member
from web import access
from web.access import call, public, requires
from web.database import db
from web.forms import Form, MoneyField, QuantityField, UnitPriceField
from web.fragments import respond


@pytest.fixture
def market(session: Session) -> Market:
    """Two sellers, two buyers, the platform's people."""
    return Market(session)


@pytest.fixture
def member_of(session: Session) -> Callable[[Actor], Member]:
    """Members by who acts."""

    def find(actor: Actor) -> Member:
        bind_actor(session, Actor.system())
        who = {"person_id": actor.person_id, "organisation_id": actor.organisation_id}
        return session.query(Member).filter_by(**who).one()

    return find


@pytest.fixture
def at_desk(member_of: Callable[[Actor], Member], desk_of: Callable[[Member], Desk]) -> Callable[[Actor], Desk]:
    """Browsers by who acts."""
    return lambda actor: desk_of(member_of(actor))


REFUSALS = {
    "unknown": DomainError("told nobody"),
    "not-found": NotFound("order", "1"),
    "not-allowed": NotAllowed("sell"),
    "stale": StaleVersion("order"),
    "moved": MoveRefused("order", "shipped", "cancelled"),
    "in-flight": KeyInFlight("1"),
    "invalid": InvalidInput("login", "login_shape"),
}


class Sample(Form):
    """One field of each kind of ours."""

    word = StringField("Word")
    count = QuantityField("Count")
    count_or_none = QuantityField("Count or none", zero=True)
    amount = MoneyField("Amount", currency="GBP")
    price = UnitPriceField("Price", currency="GBP")


@action()
def wave(work) -> str:
    """Do something that is stored once per key."""
    work.record("test.waved", "person", work.actor.person_id or NOBODY)
    return "waved"


def how_many_events() -> int:
    """Count what has happened."""
    counted: int = db.session.scalar(text("SELECT count(*) FROM events"))
    return counted


def wave_elsewhere(url: str) -> str:
    """Let something happen, and be kept, on another connection."""
    engine = open_engine(url)
    with Session(engine) as session:
        said = wave(Call(session, Actor.system(), now()))
    engine.dispose()
    return said


@pytest.fixture(scope="session")
def playground(migrated):
    """The whole application with the views of these tests beside the real ones."""
    made = create_app(migrated)

    @made.get("/try/refusal/<name>")
    @public
    def refusal(name):
        raise REFUSALS[name]

    @made.get("/try/fault")
    @public
    def fault():
        raise RuntimeError("secret detail")

    @made.get("/try/careless")
    @public
    def careless():
        db.session.execute(text("CREATE TABLE careless (id int)"))
        return "read, or so it seems"

    @made.get("/try/looking-twice")
    @public
    def looking_twice():
        bind_actor(db.session(), Actor.system())
        return [how_many_events(), wave_elsewhere(migrated.database_url), how_many_events()]

    @made.get("/try/two-answers")
    @public
    def two_answers():
        return respond("auth/letter_sent.html", "errors/_notice.html", heading="A", text="B", reference="")

    @made.get("/try/selling")
    @requires(Permission.SELL, Permission.OVERSEE)
    def selling():
        return "for sellers"

    @made.post("/try/wave")
    @public
    def do_wave():
        return {"said": wave(call())}

    access.check_marks(made)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(playground):
    """A browser of somebody unknown at the playground."""
    return Desk(playground)
