"""What is wrong with a ladder of prices, said to its seller."""

from typing import Final

from trade.kernel.quantities import QUANTITY_MAX, QuantityRule
from trade.pricing.rules import STEPS_MAX, UNIT_PRICE_MAX, LadderProblem
from web.filters import quantity
from web.translation import lazy_gettext as _l

AT_PRICE: Final = frozenset(
    {LadderProblem.PRICE_NOT_POSITIVE, LadderProblem.PRICE_OUT_OF_RANGE, LadderProblem.PRICE_RISES}
)
"""Problems that belong beside the price; the others belong beside the quantity."""

_SENTENCES: Final[dict[LadderProblem, object]] = {
    LadderProblem.EMPTY: _l("Enter at least one price. To stop selling, untick “For sale” instead."),
    LadderProblem.TOO_MANY_STEPS: _l("Use at most %(steps)s steps."),
    LadderProblem.PRICE_NOT_POSITIVE: _l("Enter a price above 0."),
    LadderProblem.PRICE_OUT_OF_RANGE: _l("Enter a price up to %(dearest)s with at most 6 digits after the point."),
    LadderProblem.QUANTITY_TOO_LARGE: _l("Enter at most %(most)s."),
    LadderProblem.QUANTITY_NOT_RISING: _l("Each step must begin above the one before."),
    LadderProblem.PRICE_RISES: _l("The price must fall from step to step: make it lower than the one before."),
    LadderProblem.FIRST_STEP_NOT_MOQ: _l("The first step must begin at the smallest order, %(minimum)s."),
    LadderProblem.STEP_NOT_MULTIPLE: _l("Begin the step at a multiple of %(multiple)s, such as %(near)s."),
    LadderProblem.GRADUATED_FAMILY: _l(
        "Choose one of the two: of several specifications nobody could say whose units come first."
    ),
}


def problem_sentence(problem: LadderProblem, rule: QuantityRule) -> str:
    """Return what is wrong and how to put it right."""
    facts = {
        "steps": STEPS_MAX,
        "dearest": quantity(int(UNIT_PRICE_MAX)),
        "most": quantity(QUANTITY_MAX),
        "minimum": quantity(rule.minimum),
        "multiple": quantity(rule.multiple),
        "near": quantity(max(rule.minimum, rule.multiple) * 2),
    }
    return str(_SENTENCES[problem]) % facts
