"""A notice arrives at a listening machine, signed, and only once where it is heard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from adapters.clock import now
from jobs.notices import send_notices, send_webhook_news
from settings import Settings, SettingsError
from tests.trade.market import Market
from trade.notices.actions import add_webhook, send_test
from trade.notices.secrets import secret_of

pytestmark = pytest.mark.usefixtures("here", "queue")


class Receiver:
    """An ERP that answers what it is told to."""

    def __init__(self) -> None:
        self.status = 200
        self.heard: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()
                self.wfile.write(b"noted")

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?x=1"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(environment: dict[str, str], here: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("WEBHOOK_LOOPBACK", "yes")
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_what_happens_arrives_signed_and_once(market: Market, receiver: Receiver, migrated: Settings) -> None:
    market.at = now()
    webhook_id = add_webhook(market.by(market.supplier), url=receiver.url, types=("price.changed",), local=True)
    sku_id = market.goods(stock=0)

    send_notices()
    send_notices()

    ((headers, body),) = receiver.heard
    said = Webhook(secret_of(migrated.secret_key, webhook_id, 1)).verify(body, headers)
    assert said["type"] == "price.changed"
    assert said["data"]["id"] == str(sku_id)
    assert json.loads(body) == said
    assert market.rows("SELECT state, attempts FROM notices") == [("heard", 1)]
    assert market.rows("SELECT status, answer FROM notice_attempts") == [(200, "noted")]


def test_one_that_fails_is_asked_once_a_round_and_what_it_missed_waits(market: Market, receiver: Receiver) -> None:
    market.at, receiver.status = now(), 500
    webhook_id = add_webhook(market.by(market.supplier), url=receiver.url, types=("price.changed",), local=True)
    for _ in range(3):
        send_test(market.by(market.supplier), webhook_id)

    send_notices()

    assert len(receiver.heard) == 1
    assert market.rows("SELECT state, count(*) FROM notices GROUP BY 1") == [("waiting", 3)]


def test_owners_are_written_to_when_a_webhook_is_given_up(
    market: Market, receiver: Receiver, migrated: Settings, queued: list[tuple[str, dict[str, Any]]]
) -> None:
    market.at, receiver.status = now(), 410
    webhook_id = add_webhook(market.by(market.supplier), url=receiver.url, types=("price.changed",), local=True)
    send_test(market.by(market.supplier), webhook_id)

    send_notices()
    rows = market.rows("SELECT arguments FROM outbox WHERE job = 'send_webhook_news'")
    assert [row["person_id"] for (row,) in rows] == [str(market.supplier.person_id)]
    send_webhook_news(**rows[0][0])

    letters = [path.read_text() for path in (migrated.var / "mail").glob("*.eml")]
    (letter,) = [text for text in letters if str(webhook_id) in text]
    assert receiver.url in letter
    assert "does not answer" in letter


def test_without_the_setting_this_machine_is_not_reached(market: Market, receiver: Receiver, monkeypatch) -> None:
    monkeypatch.setenv("WEBHOOK_LOOPBACK", "no")
    market.at = now()
    webhook_id = add_webhook(market.by(market.supplier), url=receiver.url, types=("price.changed",), local=True)
    send_test(market.by(market.supplier), webhook_id)

    send_notices()

    assert receiver.heard == []
    assert market.rows("SELECT status, answer FROM notice_attempts") == [(None, "not sent: url_https")]


def test_production_refuses_the_setting() -> None:
    environ = {"PINHUO_ENV": "production", "SECRET_KEY": "x" * 48, "WEBHOOK_LOOPBACK": "yes"}
    with pytest.raises(SettingsError, match="WEBHOOK_LOOPBACK"):
        Settings.from_environment(environ)
