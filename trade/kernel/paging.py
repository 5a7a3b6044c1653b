"""Pages of a long list, by key: page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

PAGE_ROWS: Final = 24
PAGE_ROWS_MAX: Final = 100

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


def from_cursor(cursor: str | None, length: int) -> list[str] | None:
    """Read a cursor back; ``None`` for none and for one that was tampered with."""
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        return None
    if not isinstance(key, list) or len(key) != length:
        return None
    return [str(part) for part in key]
