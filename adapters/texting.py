"""How text messages leave: nowhere yet but into a log, until a gateway is connected behind the same protocol."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters import clock
from settings import Settings
from trade.news.ports import TextGateway

LONGEST: Final = 300
"""Longer ones would be cut into several messages, each of them paid for."""


@dataclass(frozen=True)
class Log:
    """Writes each text message as a line of JSON, for developers and for trying things out."""

    path: Path

    def send(self, number: str, text: str, reference: str) -> None:
        """Append one line; appending is whole, however many processes do it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = {"at": clock.now().isoformat(), "to": number, "text": text[:LONGEST], "reference": reference}
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")


class NoGateway:
    """Stands where no gateway is connected: nothing leaves, and the sender is told."""

    def send(self, number: str, text: str, reference: str) -> None:
        """Refuse."""
        raise OSError(f"no gateway for text messages: {reference} was not sent")


def text_gateway(settings: Settings) -> TextGateway:
    """Return who sends this market's text messages."""
    return Log(settings.text_log) if settings.texts == "log" else NoGateway()
