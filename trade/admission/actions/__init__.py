"""Applying, showing permits, answering; and what the platform's staff do about it."""

from trade.admission.actions.applying import Applicant, apply_for_admission
from trade.admission.actions.clocks import look_at_next_permit, stop_next_without_permit
from trade.admission.actions.delisting import (
    appeal_delisting,
    confirm_delisting,
    delist_seller,
    drop_delisting,
    lift_seller,
    propose_delisting,
)
from trade.admission.actions.forgetting import forget_next_unopened
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
from trade.admission.actions.trial import end_trial, extend_trial, pass_trial

__all__ = [
    "AdmissionSheet",
    "Applicant",
    "accept_permit",
    "appeal_delisting",
    "apply_for_admission",
    "approve_admission",
    "check_admission",
    "confirm_delisting",
    "delist_seller",
    "describe_organisation",
    "drop_delisting",
    "end_trial",
    "extend_trial",
    "forget_next_unopened",
    "lift_seller",
    "look_at_next_permit",
    "pass_trial",
    "propose_delisting",
    "refuse_admission",
    "return_permit",
    "send_admission_message",
    "send_back_admission",
    "show_permit",
    "stop_next_without_permit",
    "submit_admission",
]
