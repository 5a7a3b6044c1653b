"""Planning, recording and confirming inspections."""

from trade.quality.actions.asking import ask_reinspection
from trade.quality.actions.deciding import confirm_inspection, set_aside_inspection
from trade.quality.actions.planning import call_off_inspection, plan_inspection
from trade.quality.actions.recording import record_inspection

__all__ = [
    "ask_reinspection",
    "call_off_inspection",
    "confirm_inspection",
    "plan_inspection",
    "record_inspection",
    "set_aside_inspection",
]
