"""Why a line cannot be ordered as it stands."""

from __future__ import annotations

from enum import StrEnum


class LineFault(StrEnum):
    """The first thing that is wrong with a line. Those of a count carry the values of ``CountFault``."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    """The text fits goods of several sellers, or nearly fits some: somebody has to choose."""
    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    TWO_WAYS = "two_ways"
    NOT_WHOLE = "not_whole"
    NOT_POSITIVE = "not_positive"
    TOO_LARGE = "too_large"
    UNIT = "unit"
    """The unit's word is not how the SKU is sold, and not clearly a whole carton of it."""
    NOT_FOR_SALE = "not_for_sale"
    TOTAL = "total"
    """A row that adds the others up: it names no goods."""
    QUANTITY = "quantity"
    """Below the MOQ or no multiple."""
