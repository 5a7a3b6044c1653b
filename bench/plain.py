"""What we are measured against speaks to PostgreSQL as quickly as psycopg can: prepared, and planned once."""

from __future__ import annotations

from typing import Any

import psycopg

from adapters.database import PLANNED_ONCE


def connect(url: str) -> psycopg.Connection[Any]:
    """Open a connection for a reference, with what makes our own quick.

    Planning one of our statements takes several times as long as running it: a reference that plans each anew is
    easily matched.
    """
    return psycopg.connect(url, options=PLANNED_ONCE, prepare_threshold=1)
