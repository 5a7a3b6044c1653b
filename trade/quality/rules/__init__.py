"""Sampling plans, verdicts, and the life of an inspection: pure."""

from trade.quality.rules.judging import AQL, Criterion, Finding, Grade, Sampling, Verdict, findings_of, verdict_of
from trade.quality.rules.life import (
    WORDS_MAX,
    AskedBefore,
    HoldsNothing,
    InspectionState,
    OwnRecord,
    confirmed_as,
    move,
    recorded_as,
)
from trade.quality.rules.sampling import AQLS, LOT_MAX, LOT_MIN, Level, Plan, letter_for, plan_for

__all__ = [
    "AQL",
    "AQLS",
    "LOT_MAX",
    "LOT_MIN",
    "WORDS_MAX",
    "AskedBefore",
    "Criterion",
    "Finding",
    "Grade",
    "HoldsNothing",
    "InspectionState",
    "Level",
    "OwnRecord",
    "Plan",
    "Sampling",
    "Verdict",
    "confirmed_as",
    "findings_of",
    "letter_for",
    "move",
    "plan_for",
    "recorded_as",
    "verdict_of",
]
