"""The life of an admission: two stages, two people."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from trade.admission.rules.permits import PermitKind
from trade.kernel.errors import DomainError, MoveRefused


class AdmissionState(StrEnum):
    """draft → submitted → checked → approved; from there back for more, or refused; either may be submitted again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHECKED = "checked"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"


_S = AdmissionState
MOVES: Final[dict[AdmissionState, frozenset[AdmissionState]]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.CHECKED, _S.RETURNED, _S.REFUSED}),
    _S.CHECKED: frozenset({_S.APPROVED, _S.RETURNED, _S.REFUSED}),
    _S.RETURNED: frozenset({_S.SUBMITTED}),
    _S.APPROVED: frozenset(),
    _S.REFUSED: frozenset({_S.SUBMITTED}),
}
OPEN: Final = (_S.SUBMITTED, _S.CHECKED)
"""States in which the platform's staff have something to do."""


class SamePerson(DomainError):
    """Whoever checked the permits does not approve as well."""


class PermitsLacking(DomainError):
    """Permits are missing, not accepted, or have run out."""

    def __init__(self, kinds: Collection[PermitKind]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = tuple(kinds)


class NotChecked(DomainError):
    """Something was changed since it was shown: what is approved is what was seen."""


def move(current: str, to: AdmissionState) -> AdmissionState:
    """Return ``to`` if an admission may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[AdmissionState(current)]:
        raise MoveRefused("admission", current, to)
    return to
