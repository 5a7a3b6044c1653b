"""How people sign in, and how much one organisation keeps of what they enter."""

from __future__ import annotations

import re
from typing import Final

_PHONE: Final = re.compile(r"\+?[0-9]{6,15}")


def login_name(text: str) -> str:
    """Fold an e-mail address or phone number to the form it is stored and compared in."""
    folded = text.strip().lower()
    if "@" in folded:
        return folded
    return re.sub(r"[\s().-]", "", folded)


def is_phone(text: str) -> bool:
    """Whether ``text`` (already folded) reads as a phone number."""
    return _PHONE.fullmatch(text) is not None


PASSWORD_MIN: Final = 10
PASSWORD_MAX: Final = 128

LEAD_DAYS_MAX: Final = 365
"""A seller that needs longer than this should talk to the buyer."""

ADDRESSES_MAX: Final = 50
"""So many places one organisation keeps to have goods delivered to."""
