"""Inspections in words: grades of faults, verdicts, levels, and what is refused."""

from typing import Final

from blueprints.quality.blueprint import blueprint
from trade.kernel.errors import InvalidInput
from trade.ordering.rules import HeldBack
from trade.quality.rules import AskedBefore, Grade, HoldsNothing, Level, OwnRecord, Verdict
from web.filters import day
from web.sentences import SENTENCES, field_sentence, sentence_for
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

GRADES: Final[dict[Grade, LazyString]] = {
    Grade.CRITICAL: _l("Critical: harms people or breaks the law"),
    Grade.MAJOR: _l("Major: cannot be sold so"),
    Grade.MINOR: _l("Minor: can be sold, and is not right"),
}
LEVELS: Final[dict[Level, LazyString]] = {
    Level.II: _l("II, the usual one"),
    Level.I: _l("I, fewer units"),
    Level.III: _l("III, more units"),
}
VERDICTS: Final[dict[Verdict, LazyString]] = {
    Verdict.PASS: _l("Passes"),
    Verdict.FAIL: _l("Fails"),
}

SENTENCES[OwnRecord] = _l("You recorded this yourself, so a colleague has to look at it.")
SENTENCES[HoldsNothing] = _l("This inspection holds nothing back, so nobody has to look again.")
SENTENCES[AskedBefore] = _l("Another look was asked for already. You read here when it is planned.")

EVENTS.update(
    {
        "catalogue.held_back": _l("Held back from sale"),
        "catalogue.let_go": _l("Sold again"),
        "ordering.held_back_cancelled": _l("Goods held back were cancelled; what was paid for them is back"),
        "ordering.held_back_cleared": _l("Goods held back may leave"),
        "quality.inspection_planned": _l("Inspection planned"),
        "quality.inspection_called_off": _l("Inspection called off"),
        "quality.inspection_recorded": _l("Findings recorded"),
        "quality.inspection_passed": _l("Passed"),
        "quality.inspection_failed": _l("Failed, as a second person confirmed"),
        "quality.reinspection_asked": _l("The seller asked for another look"),
        "quality.inspection_set_aside": _l("The record was set aside"),
        "quality.product_held_back": _l("The product is held back from sale"),
        "quality.product_let_go": _l("The product is sold again"),
    }
)


@sentence_for(HeldBack)
def _held_back(error: HeldBack) -> str:
    return _(
        "%(name)s is held back since its inspection failed on %(day)s. Nothing was changed; take it out to go on with the rest.",
        name=error.name,
        day=day(error.since),
    )


@field_sentence("lot_size")
def _lot_size(error: InvalidInput) -> str:
    return _("A lot has at least %(least)s units.", least=error.facts["least"])


@field_sentence("beyond_sample")
def _beyond_sample(error: InvalidInput) -> str:
    return _("Enter 0 to %(most)s: more were not looked at.", most=error.facts["most"])


def grade_word(grade: str) -> str:
    """Return what a grade of faults means."""
    return str(GRADES[Grade(grade)])


def verdict_word(verdict: str) -> str:
    """Return the word for a verdict."""
    return str(VERDICTS[Verdict(verdict)])


for _function in (grade_word, verdict_word):
    blueprint.add_app_template_filter(_function, _function.__name__)
