"""A phone without a browser: it opens the pages, sends their forms with their keys, and sends again what got no answer."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bs4 import BeautifulSoup, Tag

from tests.makers import PASSWORD

PATIENCE: Final = 90.0
"""Seconds after which somebody gives up; no storm here is longer."""
IN_FLIGHT: Final = "still being worked on"
LOST: Final = (OSError, http.client.HTTPException)


class GaveUp(AssertionError):
    """Nothing but silence and faults for too long."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: str

    @property
    def is_final(self) -> bool:
        """Whether it says what became of the request; a fault or "still at it" does not."""
        return self.status < 500 and not (self.status == 409 and IN_FLIGHT in self.body)

    def form(self, action: str) -> dict[str, str]:
        """Return what the form to this address holds."""
        found = BeautifulSoup(self.body, "html.parser").find("form", action=action, method="post")
        assert isinstance(found, Tag), f"no form to {action}: {self.status} {self.location} {self.body[:2000]}"
        return {str(one["name"]): str(one.get("value", "")) for one in found.select("[name]")}


@dataclass
class Phone:
    """Somebody who orders, through thick and thin."""

    port: int
    login: str
    cookies: dict[str, str] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    """The orders that were answered with a confirmation: the note on each, and where its page is."""
    again: int = 0
    """How often something had to be sent again."""

    def sign_in(self) -> None:
        """Sign in, as on the page."""
        form = self.insist("GET", "/sign-in").form("/sign-in")
        answer = self.insist("POST", "/sign-in", form | {"login": self.login, "password": PASSWORD})
        assert answer.status == 303, answer.body

    def order(self, note: str, sku_id: UUID, quantity: int) -> None:
        """Put goods into the cart, check the order, place it; ``note`` tells it from all others."""
        page = self.insist("GET", "/retailer/cart")
        token = BeautifulSoup(page.body, "html.parser").select_one("input[name=csrf_token]")
        assert token is not None, page.body[:2000]
        line = {"csrf_token": str(token["value"]), "idempotency_key": uuid4().hex, "quantity": str(quantity)}
        assert self.insist("POST", f"/retailer/cart/lines/{sku_id}", line).status == 303
        checked = self.insist("GET", "/retailer/checkout").form("/retailer/orders")
        placed = self.insist("POST", "/retailer/orders", checked | {"note": note})
        assert placed.status == 303, f"{note}: {placed.status} {BeautifulSoup(placed.body, 'html.parser').get_text()}"
        self.confirmed[note] = placed.location

    def insist(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Send until there is an answer that says what became of it: the same form, with the same key."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.send(method, path, fields)
            except LOST:
                time.sleep(0.05)
            else:
                if answer.is_final:
                    return answer
                time.sleep(0.2)
            self.again += 1
        raise GaveUp(f"{method} {path}")

    def send(self, method: str, path: str, fields: dict[str, str] | None) -> Answer:
        """Send once, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body=urlencode(fields) if fields else None, headers=headers)
            response = connection.getresponse()
            body = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(response.status, response.headers.get("Location", ""), body)
