"""Scorecards in words: the parts, how each was counted, and what would raise it."""

from decimal import Decimal
from typing import Final

from blueprints.scoring.blueprint import blueprint
from trade.catalogue.rules.ranking import POINTS, USUAL
from trade.scoring.rules import (
    ANSWER_HOURS,
    INSPECTION_DAYS,
    RATING_DAYS,
    TERMS,
    WINDOW_DAYS,
    Measured,
    Part,
    RatingClosed,
)
from web.filters import day, quantity
from web.sentences import sentence_for
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

PARTS: Final[dict[Part, LazyString]] = {
    Part.FULFILMENT: _l("Here in time and in full"),
    Part.CLAIMS: _l("Delivered without a claim that the seller bore"),
    Part.INSPECTIONS: _l("Inspections passed"),
    Part.ANSWERS: _l("Answered in time"),
    Part.SATISFACTION: _l("How buyers rate"),
}
COLUMNS: Final[dict[Part, LazyString]] = {
    Part.FULFILMENT: _l("In time, in full"),
    Part.CLAIMS: _l("Without claims"),
    Part.INSPECTIONS: _l("Inspections"),
    Part.ANSWERS: _l("Answers"),
    Part.SATISFACTION: _l("Ratings"),
}
RAISES: Final[dict[Part, LazyString]] = {
    Part.FULFILMENT: _l(
        "Ship everything that was ordered, in time for the promised day; set your days under Terms so that you can keep them."
    ),
    Part.CLAIMS: _l("Look at what the claims were about, and mend that: packing, description, quality."),
    Part.INSPECTIONS: _l("Mend what the failed inspection found, and have the goods looked at again."),
    Part.ANSWERS: _l("Confirm orders and quote inquiries sooner."),
    Part.SATISFACTION: _l("Read what buyers write below."),
}
STARS: Final[dict[int, LazyString]] = {
    1: _l("1 – very bad"), 2: _l("2 – bad"), 3: _l("3 – fair"), 4: _l("4 – good"), 5: _l("5 – very good"),
}  # fmt: skip

EVENTS["scoring.order_rated"] = _l("Rated by the buyer")


@sentence_for(RatingClosed)
def _closed(error: RatingClosed) -> str:
    if error.until is None:
        return _("An order is rated once all of it has arrived.")
    return _("It could be rated until %(day)s.", day=day(error.until))


def part_word(part: str) -> str:
    """Return what a part is called."""
    return str(PARTS[Part(part)])


def column_word(part: str) -> str:
    """Return what a part is called above a column of a table."""
    return str(COLUMNS[Part(part)])


def raise_word(part: str) -> str:
    """Return what would raise a part."""
    return str(RAISES[Part(part)])


def stars_word(stars: int) -> str:
    """Return what a number of stars means."""
    return str(STARS[stars])


def counted(one: Measured) -> str:
    """Return what was counted, in a sentence."""
    good, of = quantity(one.good), quantity(one.of)
    if one.of < TERMS[one.part].least:
        return _("Not enough yet: %(of)s of the %(least)s that it takes.", of=of, least=TERMS[one.part].least)
    if one.part is Part.SATISFACTION:
        return _("%(good)s stars in %(of)s ratings", good=good, of=of)
    return _("%(good)s of %(of)s", good=good, of=of)


def rules() -> dict[str, object]:
    """Return the windows and numbers that the pages explain."""
    return {
        "window": WINDOW_DAYS, "inspections": INSPECTION_DAYS, "hours": ANSWER_HOURS, "rating": RATING_DAYS, "points": POINTS, "usual": USUAL, "terms": TERMS,
    }  # fmt: skip


def percent(share: Decimal) -> str:
    """Write a share as a percentage with one digit."""
    return f"{share * 100:.1f} %"


for _function in (part_word, column_word, raise_word, stars_word, counted, percent):
    blueprint.add_app_template_filter(_function, f"score_{_function.__name__}")
