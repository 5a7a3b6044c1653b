"""Pages of a long list, by key: page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

PAGE_ROWS: Final = 24
PAGE_ROWS_MAX: Final = 100
CURSOR_MAX: Final = 2000
INTEGER_MAX: Final = 2**31 - 1
_AMOUNT: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and the cursor after which the next ones come."""

    rows: Sequence[T]
    next_cursor: str | None


def page_of(rows: Sequence[T], limit: int, key: Callable[[T], Sequence[str | int]]) -> Page[T]:
    """Cut ``rows``, of which one more than ``limit`` was read, into a page."""
    if len(rows) <= limit:
        return Page(rows, None)
    return Page(rows[:limit], to_cursor(key(rows[limit - 1])))


def to_cursor(key: Sequence[str | int]) -> str:
    """Write a sort key as an opaque word for a URL."""
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


def from_cursor(cursor: str | None, *kinds: type) -> tuple[Any, ...] | None:
    """Read a cursor back as values of ``kinds`` (int, str, UUID, date, datetime, Decimal).

    ``None`` for no cursor, and for one that was tampered with: the list then begins anew.
    """
    if not cursor or len(cursor) > CURSOR_MAX:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(key, list) or len(key) != len(kinds):
            return None
        return tuple(_read(kind, part) for kind, part in zip(kinds, key, strict=True))
    except (ValueError, OverflowError, RecursionError):
        return None


def _read(kind: type, part: object) -> object:
    """Read one part of a key; ``ValueError`` for what no list of ours would have written."""
    if kind is int and type(part) is int and abs(part) <= INTEGER_MAX:
        return part
    text = part if isinstance(part, str) else ""
    if kind is str and "\0" not in text and text.encode():
        return text
    if kind is UUID:
        return UUID(text)
    if kind is date:
        return date.fromisoformat(text)
    if kind is datetime and (at := datetime.fromisoformat(text)).tzinfo is not None:
        return at.astimezone(UTC)  # OverflowError at either end of the calendar
    if kind is Decimal and _AMOUNT.fullmatch(text):
        return Decimal(text)
    raise ValueError(part)
