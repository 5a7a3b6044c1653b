"""How a page comes to the sheet that a phone paints with: inlined, fetched behind everything else, then kept."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from web.assets import CRITICAL
from web.critical_sheet import COOKIE


def looked_at(client: FlaskClient, path: str = "/sign-in") -> tuple[bool, list[tuple[str | None, str | None]]]:
    """Open a page; answer whether the sheet is inlined, and where its file is linked, for which media."""
    soup = BeautifulSoup(client.get(path).data, "lxml")
    links: list[Any] = [link for link in soup.select("link[rel=stylesheet]") if "critical" in str(link["href"])]
    return soup.find("style") is not None, [(link.parent.name, link.get("media")) for link in links]


def test_a_browser_fetches_the_sheet_once_and_keeps_it(app: Flask) -> None:
    client = app.test_client()

    assert looked_at(client) == (True, [])
    assert looked_at(client) == (True, [("body", "print")])
    assert looked_at(client) == (False, [("head", None)])
    assert looked_at(client) == (False, [("head", None)])
    assert not [told for told in client.get("/sign-in").headers.getlist("Set-Cookie") if told.startswith(COOKIE)]


def test_another_sheet_is_fetched_anew_and_inlined_meanwhile(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(COOKIE, "0123456789ab")

    assert looked_at(client) == (True, [("body", "print")])
    kept = client.get_cookie(COOKIE)
    assert kept is not None
    assert kept.value == app.extensions["assets"].by_name[CRITICAL].digest
    assert kept.http_only
    assert looked_at(client) == (False, [("head", None)])


def test_a_form_that_is_refused_tells_as_well(app: Flask) -> None:
    client = app.test_client()
    refused = client.post("/sign-in", data={})

    assert refused.status_code in {400, 422}
    assert client.get_cookie(COOKIE) is not None


def test_only_pages_tell(app: Flask) -> None:
    client = app.test_client()
    client.get("/healthz")
    client.get("/static/manifest.webmanifest")

    assert client.get_cookie(COOKIE) is None
