"""What a quantity costs, without tables and clock: ladders, the price function, agreements, periods, pasted lists."""

from trade.pricing.rules.agreements import (
    CAPACITY_MAX,
    LEVEL_MAX,
    AgreementEmpty,
    AgreementOver,
    AgreementState,
    CapacityLeft,
    CapacityShort,
    LineTerms,
)
from trade.pricing.rules.answers import Candidate, NextStep, NoPrice, Price, Segment, Source, TraceLine, TracePart
from trade.pricing.rules.ladders import (
    STEPS_MAX,
    UNIT_PRICE_MAX,
    Counting,
    Ladder,
    LadderProblem,
    LadderTerms,
    Mode,
    Step,
    problems_of,
    problems_of_terms,
    refit,
)
from trade.pricing.rules.pasted import Pasted, PasteProblem, Trouble, read_pasted, refused
from trade.pricing.rules.periods import Moment, Period, day_begins, period_of
from trade.pricing.rules.price import price_for

__all__ = [
    "CAPACITY_MAX",
    "LEVEL_MAX",
    "STEPS_MAX",
    "UNIT_PRICE_MAX",
    "AgreementEmpty",
    "AgreementOver",
    "AgreementState",
    "Candidate",
    "CapacityLeft",
    "CapacityShort",
    "Counting",
    "Ladder",
    "LadderProblem",
    "LadderTerms",
    "LineTerms",
    "Mode",
    "Moment",
    "NextStep",
    "NoPrice",
    "PasteProblem",
    "Pasted",
    "Period",
    "Price",
    "Segment",
    "Source",
    "Step",
    "TraceLine",
    "TracePart",
    "Trouble",
    "day_begins",
    "period_of",
    "price_for",
    "problems_of",
    "problems_of_terms",
    "read_pasted",
    "refit",
    "refused",
]
