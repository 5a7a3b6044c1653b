"""Applying, showing permits, answering; and what the platform's staff do about it."""

from trade.admission.actions.applying import Applicant, apply_for_admission
from trade.admission.actions.clocks import look_at_next_permit, stop_next_without_permit
from trade.admission.actions.judging import (
    accept_permit,
    approve_admission,
    check_admission,
    refuse_admission,
    return_permit,
    send_back_admission,
)
from trade.admission.actions.showing import (
    AdmissionSheet,
    describe_organisation,
    send_admission_message,
    show_permit,
    submit_admission,
)

__all__ = [
    "AdmissionSheet",
    "Applicant",
    "accept_permit",
    "apply_for_admission",
    "approve_admission",
    "check_admission",
    "describe_organisation",
    "look_at_next_permit",
    "refuse_admission",
    "return_permit",
    "send_admission_message",
    "send_back_admission",
    "show_permit",
    "stop_next_without_permit",
    "submit_admission",
]
