"""The minutes that a page polls in, passed in a moment; and a page that somebody turns away from."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Page, Request, Response

PERIOD: Final = 15_000
"""Milliseconds between two polls."""
HIDE: Final = "hidden => Object.defineProperty(document, 'hidden', {get: () => hidden, configurable: true})"


@dataclass
class Watched:
    """A page whose clock the test holds from before it is opened, and what it asked for by itself."""

    page: Page
    polls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.clock.install()
        self.page.on("request", self._note)

    def next_poll(self) -> Response:
        """Let time pass until the page has asked again."""
        with self.page.expect_response(lambda answer: "/progress/" in answer.url) as caught:
            self.page.clock.run_for(PERIOD)
        return caught.value

    def polls_until(self, status: int) -> None:
        """Poll until the server answers so: it may hand out for a second what was true before."""
        until = time.monotonic() + 20
        while self.next_poll().status != status:
            assert time.monotonic() < until, f"never {status}"

    def pass_minutes(self) -> int:
        """Let four minutes pass; answer how many polls there were in them."""
        before = len(self.polls)
        self.page.clock.run_for(16 * PERIOD)
        with self.page.expect_response("**/readyz"):  # whatever was sent before is noted by now
            self.page.evaluate("() => void fetch('/readyz')")
        return len(self.polls) - before

    def turn_away(self, *, away: bool = True) -> None:
        """Hide the page as a phone does that shows something else, or show it again."""
        self.page.evaluate(HIDE, away)

    def _note(self, request: Request) -> None:
        if "/progress/" in request.url:
            self.polls.append(request.url)
