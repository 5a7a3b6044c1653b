"""Marks that a product bears, and properties that are told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from trade.kernel.errors import InvalidInput

PROPERTIES_MAX: Final = 30
CERTIFICATE_MAX: Final = 80
NAME_MAX: Final = 60
VALUE_MAX: Final = 200
UNIT_MAX: Final = 20


class Mark(StrEnum):
    """The marks that are known here, in the order in which pages show them; a new one needs a migration, too."""

    CE = "ce"
    UKCA = "ukca"
    FDA = "fda"
    GB = "gb"
    CCC = "ccc"
    SC = "sc"
    ORGANIC = "organic"
    HALAL = "halal"
    KOSHER = "kosher"
    VEGAN = "vegan"
    FAIR_TRADE = "fair_trade"
    FSC = "fsc"
    HACCP = "haccp"
    ISO_9001 = "iso_9001"
    ISO_22000 = "iso_22000"
    OEKO_TEX = "oeko_tex"
    ROHS = "rohs"
    REACH = "reach"


@dataclass(frozen=True, slots=True)
class Borne:
    """A mark that a product bears: its certificate's number, if it has one, and the last day on which it holds."""

    mark: Mark
    certificate: str = ""
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether buyers may be shown it: its last day is included."""
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Said:
    """A property: a name, a value and its unit, in one language or both."""

    name: str = ""
    name_zh: str = ""
    value: str = ""
    value_zh: str = ""
    unit: str = ""


def check_properties(properties: Sequence[Said]) -> None:
    """Raise ``InvalidInput`` for too many, for one that says nothing, and for a text that is too long."""
    if len(properties) > PROPERTIES_MAX:
        raise InvalidInput("properties", "too_many", maximum=PROPERTIES_MAX)
    for said in properties:
        if not (said.name or said.name_zh) or not (said.value or said.value_zh):
            raise InvalidInput("properties", "required")
        names, values = max(len(said.name), len(said.name_zh)), max(len(said.value), len(said.value_zh))
        if names > NAME_MAX or values > VALUE_MAX or len(said.unit) > UNIT_MAX:
            raise InvalidInput("properties", "too_long", maximum=VALUE_MAX)


def check_marks(marks: Sequence[Borne]) -> None:
    """Raise ``InvalidInput`` for a mark that stands twice, and for a number that is too long."""
    if len({borne.mark for borne in marks}) < len(marks):
        raise InvalidInput("marks", "taken")
    if any(len(borne.certificate) > CERTIFICATE_MAX for borne in marks):
        raise InvalidInput("marks", "too_long", maximum=CERTIFICATE_MAX)
