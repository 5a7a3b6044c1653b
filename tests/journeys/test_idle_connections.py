"""Connections that say nothing hold nobody up: browsers open some in advance, and bad networks lose the first bytes."""

from __future__ import annotations

import socket
import urllib.request
from contextlib import ExitStack
from urllib.parse import urlsplit

from tests.journeys.stack import Stack

IDLE = 60
PATIENCE = 40  # seconds; four threads that waited five for each of sixty would take longer


def test_connections_without_a_request_take_no_thread(stack: Stack) -> None:
    place = urlsplit(stack.address)
    with ExitStack() as held:
        for _ in range(IDLE):
            held.enter_context(socket.create_connection((place.hostname, place.port or 80)))
        answer = held.enter_context(urllib.request.urlopen(f"{stack.address}/sign-in", timeout=PATIENCE))
        assert answer.status == 200
