"""What every walk through random histories needs: how it is drawn, and a market that nobody else sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from adapters.database import open_engine
from settings import Settings
from tests.trade.market import Market


def drawn(examples: int, steps: int, *, same: bool = False) -> settings:
    """So many histories of at most so many steps; the ``same`` at every change, where others are drawn in each soak."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=same,
        print_blob=True,
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def market_alone(migrated: Settings) -> Iterator[tuple[Connection, Market]]:
    """A market in a transaction that is never committed."""
    engine = open_engine(migrated.database_url)
    with (
        engine.connect() as connection,
        connection.begin() as outer,
        Session(connection, join_transaction_mode="create_savepoint") as session,
    ):
        yield connection, Market(session)
        outer.rollback()
    engine.dispose()
