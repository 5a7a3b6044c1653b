"""What screens ask about admission."""

from trade.admission.queries.cases import AdmissionCase, Message, PermitRow, admission_case
from trade.admission.queries.waiting import AdmissionRow, admissions, admissions_waiting

__all__ = [
    "AdmissionCase",
    "AdmissionRow",
    "Message",
    "PermitRow",
    "admission_case",
    "admissions",
    "admissions_waiting",
]
