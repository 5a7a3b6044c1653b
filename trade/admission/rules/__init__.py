"""What admission asks for, and how it goes. Pure."""

from trade.admission.rules.life import (
    OPEN,
    AdmissionState,
    NotChecked,
    PermitsLacking,
    SamePerson,
    move,
)
from trade.admission.rules.permits import (
    DOCUMENTS_MAX,
    WARNED_AHEAD,
    Held,
    Lack,
    PermitKind,
    PermitState,
    check_last_day,
    lacking,
    needed,
    warning_due,
)

__all__ = [
    "DOCUMENTS_MAX",
    "OPEN",
    "WARNED_AHEAD",
    "AdmissionState",
    "Held",
    "Lack",
    "NotChecked",
    "PermitKind",
    "PermitState",
    "PermitsLacking",
    "SamePerson",
    "check_last_day",
    "lacking",
    "move",
    "needed",
    "warning_due",
]
