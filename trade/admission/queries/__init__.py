"""What screens ask about admission."""

from trade.admission.queries.cases import AdmissionCase, Message, PermitRow, admission_case
from trade.admission.queries.delistings import (
    DelistingView,
    delisting_case,
    delisting_of,
    delistings,
    delistings_waiting,
)
from trade.admission.queries.trials import TrialView, trial_of, trials, trials_waiting
from trade.admission.queries.waiting import AdmissionRow, admissions, admissions_waiting

__all__ = [
    "AdmissionCase",
    "AdmissionRow",
    "DelistingView",
    "Message",
    "PermitRow",
    "TrialView",
    "admission_case",
    "admissions",
    "admissions_waiting",
    "delisting_case",
    "delisting_of",
    "delistings",
    "delistings_waiting",
    "trial_of",
    "trials",
    "trials_waiting",
]
