"""Permits: which ones an organisation needs, how their numbers are checked, when the end of one is announced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from trade.kernel.errors import InvalidInput
from trade.parties.rules import OrganisationKind

DOCUMENTS_MAX: Final = 6
"""How many files belong to one permit."""
WARNED_AHEAD: Final = (30, 14, 7, 1)
"""So many days before the last day of a permit its organisation is told."""
YEARS_MAX: Final = 50
CHINA: Final = "CN"


class PermitKind(StrEnum):
    """What an authority has allowed: to do business, to handle food, to be taxed."""

    BUSINESS = "business"
    FOOD = "food"
    TAX = "tax"


class PermitState(StrEnum):
    """given → accepted → expired or replaced; returned where something is wrong with it, until another is given."""

    GIVEN = "given"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REPLACED = "replaced"


class Lack(StrEnum):
    """Why a permit that is needed does not count."""

    MISSING = "missing"
    GIVEN = "given"
    RETURNED = "returned"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Held:
    """A permit as far as it matters here; ``last_day`` is ``None`` for one without an end."""

    kind: PermitKind
    state: PermitState
    last_day: date | None


def needed(kind: OrganisationKind, country: str, *, sells_food: bool) -> tuple[PermitKind, ...]:
    """The permits an organisation must show.

    In China the business licence carries the number for taxes as well (三证合一), so no tax registration is asked for.
    """
    asked = [PermitKind.BUSINESS]
    if sells_food:
        asked.append(PermitKind.FOOD)
    if kind.sells and country != CHINA:
        asked.append(PermitKind.TAX)
    return tuple(asked)


def lacking(asked: Iterable[PermitKind], held: Iterable[Held], today: date) -> dict[PermitKind, Lack]:
    """What keeps an organisation from being admitted, permit by permit; nothing where all is in order."""
    best: Mapping[PermitKind, list[Held]] = _by_kind(held)
    found = {kind: _lack(best.get(kind, []), today) for kind in asked}
    return {kind: lack for kind, lack in found.items() if lack is not None}


def _by_kind(held: Iterable[Held]) -> dict[PermitKind, list[Held]]:
    kinds: dict[PermitKind, list[Held]] = {}
    for one in held:
        kinds.setdefault(one.kind, []).append(one)
    return kinds


def _lack(held: list[Held], today: date) -> Lack | None:
    states = {one.state for one in held}
    if any(one.state is PermitState.ACCEPTED and not is_over(one.last_day, today) for one in held):
        return None
    if PermitState.RETURNED in states:
        return Lack.RETURNED
    if PermitState.GIVEN in states:
        return Lack.GIVEN
    return Lack.EXPIRED if states & {PermitState.EXPIRED, PermitState.ACCEPTED} else Lack.MISSING


def is_over(last_day: date | None, today: date) -> bool:
    """Whether a permit has run out: its last day itself still counts."""
    return last_day is not None and last_day < today


def check_last_day(kind: PermitKind, last_day: date | None, today: date) -> None:
    """Raise ``InvalidInput`` for a permit that is over, one without the end it must have, and an end beyond all reason."""
    if last_day is None:
        if kind is PermitKind.FOOD:
            raise InvalidInput("last_day", "food_ends")
        return
    if is_over(last_day, today):
        raise InvalidInput("last_day", "permit_over")
    if last_day > today + timedelta(days=YEARS_MAX * 366):
        raise InvalidInput("last_day", "permit_too_long")


def warning_due(last_day: date, today: date, warned: int | None) -> int | None:
    """Which of :data:`WARNED_AHEAD` is to be told now; ``None`` where nothing is new.

    ``warned`` is the last that was told. After a pause only the nearest is told, and never one twice.
    """
    left = (last_day - today).days
    if left < 0:
        return None
    reached = [ahead for ahead in WARNED_AHEAD if left <= ahead]
    nearest = min(reached, default=None)
    return nearest if nearest is not None and (warned is None or nearest < warned) else None
