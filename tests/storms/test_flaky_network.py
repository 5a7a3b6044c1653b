"""A bad network loses requests and answers; it loses no order and doubles none."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.storms.crowd import Crowd
from tests.storms.running import Supervised
from tests.storms.weather import flaky_network


@pytest.mark.parametrize("each", [10, pytest.param(250, marks=pytest.mark.soak)])
def test_orders_over_a_network_that_loses_half_of_everything(
    crowd: Crowd, running: Supervised, engine: Engine, each: int
) -> None:
    with flaky_network(running.port) as (port, weather):
        for phone in crowd.phones:
            phone.port = port
        crowd.order_each(each)

    assert sum(len(phone.confirmed) for phone in crowd.phones) == each * len(crowd.phones)
    with Session(engine) as session:
        crowd.account(session)
    assert {"request lost", "answer lost", "reset", "cut"} <= set(weather.seen), weather.seen
    assert sum(phone.again for phone in crowd.phones) >= each * len(crowd.phones)
