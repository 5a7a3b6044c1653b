"""A browser without JavaScript: opens pages, fills forms by their labels, presses buttons by their names."""

from __future__ import annotations

from typing import Any, Self
from uuid import uuid4

from bs4 import Tag
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from tests.battery import examine
from tests.pages import Page
from trade.parties.models import Member

CSRF = "c0ffee"


class Desk:
    """One browser. Every page it opens goes through the battery of checks."""

    def __init__(self, app: Flask, session: Session | None = None) -> None:
        self.app = app
        self.session = session
        self.browser = app.test_client()
        self.member: Member | None = None

    def signed_in(self, member: Member, token: str) -> Self:
        """Carry the cookie of a member's session."""
        self.member = member
        with self.browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def get(self, target: str, *, expect: int | None = 200, htmx: bool = False, **values: Any) -> Page:
        """Open an endpoint or a path; ``expect=None`` takes any answer."""
        return self._send("GET", target, values, expect, htmx=htmx)

    def post(
        self,
        target: str,
        data: dict[str, Any] | None = None,
        *,
        expect: int = 303,
        htmx: bool = False,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **values: Any,
    ) -> Page:
        """Send a form to an endpoint or a path, with a token and a key as its page would have."""
        sent = {"csrf_token": self.csrf_token(), "idempotency_key": key or uuid4().hex, **(data or {})}
        return self._send("POST", target, values, expect, htmx=htmx, data=sent, headers=headers or {})

    def press(
        self,
        page: Page,
        button: str,
        /,
        entries: dict[str, Any] | None = None,
        *,
        expect: int = 303,
        htmx: bool = False,
    ) -> Page:
        """Fill the form around a button by its labels, and press the button."""
        pressed = page.button(button)
        form = pressed.find_parent("form")
        assert form is not None, f"{button!r} stands in no form"
        data = filled(page, form, entries or {})
        if pressed.get("name"):
            data[str(pressed["name"])] = pressed.get("value", "")
        method = str(form.get("method", "get")).upper()
        action = str(pressed.get("formaction") or form.get("action") or page.path)
        where = {"data": data} if method == "POST" else {"query_string": data}
        return self._send(method, action, {}, expect, htmx=htmx, **where)

    def csrf_token(self) -> str:
        """Return a token of this browser's session."""
        with self.browser.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", CSRF)
        return self.csrf_token_of(raw)

    def csrf_token_of(self, raw: str) -> str:
        """Return a token that is properly signed, of the session whose secret this is."""
        serializer = URLSafeTimedSerializer(str(self.app.secret_key), salt="wtf-csrf-token")
        return str(serializer.dumps(raw))

    def path(self, target: str, **values: Any) -> str:
        """Return the path of an endpoint; a path is its own."""
        if target.startswith("/"):
            return target
        return self.app.url_map.bind("localhost").build(target, values)

    def _send(
        self, method: str, target: str, values: dict[str, Any], expect: int | None, *, htmx: bool, **more: Any
    ) -> Page:
        if self.session is not None:
            self.session.commit()  # what the test wrote is there for the request, and stays if the request is refused
        headers = {**more.pop("headers", {}), **({"HX-Request": "true"} if htmx else {})}
        answer = self.browser.open(self.path(target, **values), method=method, headers=headers, **more)
        if self.session is not None:
            self.session.expire_all()
        page = Page(answer, htmx=htmx)
        if expect is not None:
            assert answer.status_code == expect, f"{method} {target}: {answer.status}\n{page.words()[:600]}"
        examine(page, self.app)
        return page


def filled(page: Page, form: Tag, entries: dict[str, Any]) -> dict[str, Any]:
    """Return what the form would send, with ``entries`` typed into the fields of these labels."""
    data: dict[str, Any] = {}
    for control in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(control["name"]), control.get("type")
        if kind in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                data[name] = control.get("value", "on")
        elif control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            data[name] = chosen.get("value", "") if chosen else ""
        elif kind not in {"submit", "button", "file"}:
            data[name] = control.get_text() if control.name == "textarea" else control.get("value", "")
    for label, value in entries.items():
        field = page.within(form).field(label)
        data[str(field["name"])] = value
    return data
