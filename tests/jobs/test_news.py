"""News leaves by letter in the language of whoever gets it, and by text message; each once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from adapters.clock import now
from adapters.texting import NoGateway, text_gateway
from jobs.calls import settings as job_settings
from jobs.news import deliver_news, forget_news, tell_news
from settings import Settings, SettingsError
from tests.databases import free_port
from tests.trade.market import Market
from trade.news.actions import set_news_wishes
from trade.news.rules import Channel
from trade.parties.models import Organisation, Person

pytestmark = pytest.mark.usefixtures("here", "queue")


class Letterbox:
    """A mail server that keeps what it gets, or refuses it."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        if self.refuses:
            return "451 Try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def letterbox(monkeypatch: pytest.MonkeyPatch, here: None) -> Iterator[Letterbox]:
    box, port = Letterbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{port}")
    job_settings.cache_clear()
    yield box
    server.stop()


def names(market: Market, person: dict[str, Any], organisation: dict[str, Any]) -> None:
    """Call the supplier and its person what the test needs, and the shop The Lantern."""
    with market.as_system() as session:
        for name, value in person.items():
            setattr(session.get_one(Person, market.supplier.person_id), name, value)
        for name, value in organisation.items():
            setattr(session.get_one(Organisation, market.supplier.organisation), name, value)
        session.get_one(Organisation, market.retailer.organisation).name = "The Lantern\r\nBcc: x@example.com"


def test_a_letter_says_it_in_the_readers_language_once(market: Market, letterbox: Letterbox) -> None:
    market.at = now()
    names(market, {"name": "小林", "locale": "zh_Hans", "email": "lin@example.com"}, {"name": "灯火"})
    order = market.read_order(market.one_order())

    for _ in range(2):
        tell_news()
        deliver_news()

    (letter,) = letterbox.letters
    total = f"£{order.total_minor / 100:,.2f}"
    assert letter["To"] == "lin@example.com"
    assert letter["Subject"] == f"The Lantern Bcc: x@example.com下了订单 {order.reference}，共 {total}，请确认。"
    assert letter["Bcc"] is None
    text = letter.get_content()
    assert "小林，您好：" in text
    assert f"/supplier/orders/{order.id}" in text
    assert "/news/wishes" in text
    ((news_id, told_at),) = market.rows("SELECT id, told_at FROM news WHERE channel = 'mail'")
    assert letter["Message-ID"] == f"<news-{news_id}@pinhuo.example>"
    assert told_at is not None


def test_a_server_that_refuses_is_asked_again_later(market: Market, letterbox: Letterbox) -> None:
    market.at, letterbox.refuses = now(), True
    market.one_order()
    tell_news()
    deliver_news()
    deliver_news()
    assert market.rows("SELECT state, attempts FROM news WHERE channel = 'mail'") == [("waiting", 1)]
    assert market.rows("SELECT count(*) FROM news WHERE channel = 'page'") == [(1,)]
    letterbox.refuses = False
    with market.as_system() as session:
        session.execute(text("UPDATE news SET next_at = at"))
    deliver_news()
    assert len(letterbox.letters) == 1


def test_a_text_message_goes_into_the_log_with_its_reference(
    market: Market, monkeypatch: pytest.MonkeyPatch, migrated: Settings
) -> None:
    monkeypatch.setenv("TEXTS", "log")
    job_settings.cache_clear()
    market.at = now()
    names(market, {"phone": "+8613800138000"}, {})
    set_news_wishes(market.by(market.supplier), {("sale.placed", Channel.TEXT)})
    order = market.read_order(market.one_order())
    (migrated.var / "texts.jsonl").unlink(missing_ok=True)

    tell_news()
    deliver_news()
    deliver_news()

    (line,) = [json.loads(line) for line in (migrated.var / "texts.jsonl").read_text().splitlines()]
    ((news_id, state),) = market.rows("SELECT id, state FROM news")
    assert (line["to"], line["reference"], state) == ("+8613800138000", f"news-{news_id}", "told")
    assert line["text"].startswith("Pinhuo: The Lantern")
    assert order.reference in line["text"]


def test_without_a_gateway_nothing_leaves_and_it_is_tried_again(market: Market) -> None:
    market.at = now()
    names(market, {"phone": "+8613800138000"}, {})
    set_news_wishes(market.by(market.supplier), {("sale.placed", Channel.TEXT)})
    market.one_order()
    tell_news()
    deliver_news()
    assert isinstance(text_gateway(job_settings()), NoGateway)
    assert market.rows("SELECT state, attempts FROM news") == [("waiting", 1)]
    forget_news()


def test_a_wrong_setting_is_refused() -> None:
    with pytest.raises(SettingsError, match="TEXTS"):
        Settings.from_environment({"PINHUO_ENV": "test", "SECRET_KEY": "x" * 48, "TEXTS": "pigeons"})
