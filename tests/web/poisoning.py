"""Every text that people can write, made to begin with something that must never work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import String, Text, text
from sqlalchemy.exc import DBAPIError

import trade.tables  # noqa: F401 - all tables
from tests.web.strangers import World
from trade.kernel.base import Base

SHORTEST: Final = 24
"""Shorter columns hold states, codes of the system and references, which nobody types; so do a few longer ones."""
NOT_TYPED: Final = {
    "time_zone",
    "locale",
    "language",
    "email",
    "phone",
    "doubts",
    "kind",
    "source_key",
    "files.name",
    "content_type",
    "media_type",
}
MARK: Final = "(CAST(:payloads AS text[]))[1 + abs(hashtext(%s)) %% cardinality(CAST(:payloads AS text[]))]"


def poison(world: World, payloads: Sequence[str]) -> int:
    """Put one of ``payloads`` before each of these texts, cut to what its column holds; count the columns."""
    done = 0
    with world.market.as_system() as session:
        for one in Base.metadata.sorted_tables:
            for each in one.columns:
                length = (each.type.length or 999) if isinstance(each.type, String | Text) else 0
                if length < SHORTEST or each.foreign_keys or each.primary_key or NOT_TYPED & {each.name, str(each)}:
                    continue
                try:
                    with session.begin_nested():
                        written = (
                            f"UPDATE {one.name} SET {each.name} = left({MARK % each.name} || {each.name}, {length})"
                        )
                        done += (
                            session.execute(text(f"{written} RETURNING 1"), {"payloads": list(payloads)}).first()
                            is not None
                        )
                except DBAPIError:
                    continue  # frozen, not ours to write, or of a shape that the database insists on
    return done
