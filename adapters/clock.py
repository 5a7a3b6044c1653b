"""The machine's clock. Only edges (requests, jobs, commands) read it; actions are told the instant."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the current instant, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock
