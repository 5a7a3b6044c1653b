"""A small invented stall, enough to show each component in each state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

from wtforms import (
    BooleanField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from trade.kernel.money import Money, line_total
from trade.pricing.meter import LadderMeter, MeterStep
from trade.pricing.rules import NextStep
from web.forms import Form


@dataclass(frozen=True)
class State:
    """What a record is in, as components/figures.html draws it."""

    word: str
    tone: str


@dataclass(frozen=True)
class Happening:
    """One entry of a timeline."""

    at: datetime
    who: str
    what: str
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """One tab."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Work:
    """A job that is under way, done or stopped."""

    title: str
    done: int
    total: int
    percent: int
    finished: bool
    failed: bool
    sentence: str


def meter(
    quantity: int, ladder: dict[int, str], currency: str = "CNY", *, grows_from_nothing: bool = False
) -> LadderMeter:
    """Return the meter of ``quantity`` on ``ladder``, drawn as components/ladder.html says."""
    prices = {at: Decimal(price) for at, price in ladder.items()}
    starts = sorted(prices)
    bounds = [0, *starts] if grows_from_nothing else [0, *starts[1:]]
    width = 100 / len(bounds)
    shift = 1 if grows_from_nothing else 0
    current = max((at for at in starts if at <= quantity), default=None)
    steps = tuple(
        MeterStep(at, prices[at], at <= quantity, at == current, round(width * (index + shift), 2))
        for index, at in enumerate(starts)
    )
    fill = 100.0
    for index, (low, high) in enumerate(pairwise(bounds)):
        if quantity < high:
            fill = round(width * (index + (quantity - low) / (high - low)), 2)
            break
    return LadderMeter(quantity, "pcs", currency, steps, fill, _next(quantity, prices, current, currency))


def _next(quantity: int, prices: dict[int, Decimal], current: int | None, currency: str) -> NextStep | None:
    ahead = next((at for at in sorted(prices) if at > quantity), None)
    if ahead is None:
        return None
    now = prices[current if current is not None else min(prices)]
    return NextStep(ahead - quantity, ahead, prices[ahead], line_total(now - prices[ahead], ahead, currency))


LADDER = {12: "8.50", 48: "8.00", 144: "7.20"}
METERS = (
    ("12, just begun", meter(12, LADDER)),
    ("36, on the way", meter(36, LADDER)),
    ("100, second step", meter(100, LADDER)),
    ("288, best price", meter(288, LADDER)),
    ("one price only", meter(24, {1: "3.25"})),
    (
        "five steps in pounds",
        meter(700, {1: "1234.50", 50: "1199", 200: "1150", 600: "1099.99", 2000: "999.125"}, "GBP"),
    ),
    ("a pool nobody has joined", meter(0, {100: "8.50", 400: "8.00", 1000: "7.20"}, grows_from_nothing=True)),
    ("a pool on its second step", meter(640, {100: "8.50", 400: "8.00", 1000: "7.20"}, grows_from_nothing=True)),
)

STATES = (
    State("Waiting", "waiting"),
    State("On its way", "active"),
    State("Done", "done"),
    State("Needs a hand", "danger"),
    State("Cancelled", "quiet"),
)

HISTORY = (
    Happening(datetime(2026, 3, 4, 9, 41, tzinfo=UTC), "Lin Mei, Hangzhou Ceramics", "Shipped 3 of 4 lines"),
    Happening(
        datetime(2026, 3, 3, 16, 2, tzinfo=UTC),
        "Lin Mei, Hangzhou Ceramics",
        "Confirmed",
        (("Ready on", "", "4 Mar 2026"), ("Rice bowl, celadon", "60", "48")),
    ),
    Happening(datetime(2026, 3, 3, 15, 58, tzinfo=UTC), "Amir Patel, Corner Shop Leeds", "Placed the order"),
)

VIEWS = (Place("Open", "#open", current=True, count=12), Place("Shipped", "#shipped", count=48), Place("All", "#all"))

JOBS = (
    Work("Settling March", 4_200, 10_000, 42, finished=False, failed=False, sentence="42 of 100 statements written"),
    Work("Settling March", 10_000, 10_000, 100, finished=True, failed=False, sentence="Done in 8 seconds"),
    Work(
        "Settling March",
        700,
        10_000,
        7,
        finished=False,
        failed=True,
        sentence="Stopped at statement 7: the ledger is closed",
    ),
)

AMOUNTS = (Money(124_000, "CNY"), Money(-1_250, "CNY"), Money(98_765_432_10, "GBP"), Money(5_000, "JPY"))


class SampleForm(Form):
    """One field of each kind."""

    name = StringField("Shop name", [InputRequired("Enter the name of the shop")])
    password = PasswordField("Password", [InputRequired("Enter your password")])
    region = SelectField("Region", choices=[("north", "North"), ("south", "South")], validators=[InputRequired()])
    note = TextAreaField("Note to the driver")
    paper = FileField("Trading licence")
    terms = BooleanField("Tell me when the price falls")
    pay = RadioField(
        "Pay from",
        choices=[("wallet", "Wallet"), ("credit", "Credit line")],
        validators=[InputRequired("Choose how to pay")],
    )


def empty_form() -> SampleForm:
    """Return the form as it first stands."""
    return SampleForm(formdata=None)


def refused_form() -> SampleForm:
    """Return the form after it was sent empty."""
    form = SampleForm(formdata=None, meta={"csrf": False})
    form.validate()
    return form
