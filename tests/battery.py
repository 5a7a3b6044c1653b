"""What holds on every page that any test opens, so that nobody has to remember it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import html5lib
from bs4 import Tag
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.pages import Page, label_of, name_of

LEAKS = re.compile(
    r"^(None|nan|Undefined)$"
    r"|(?<=[a-z,:] )(None|nan|NaN|Undefined)\b"  # inside a sentence; "None yet." begins one
    r"|\{\{|\{%|<built-in|%\([a-z]+\)[sd]"
    r"|\b[a-z]+_[a-z_]+\b"  # a name of the code
)
CODE = {"code", "kbd", "pre", "textarea", "script", "style", "template"}
REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
VERBS = {"hx-get": "GET", "hx-post": "POST", "hx-put": "PUT", "hx-patch": "PATCH", "hx-delete": "DELETE"}


def examine(page: Page, app: Flask) -> None:
    """Run all checks on an answer; answers that are no HTML only need their headers."""
    _check_headers(page)
    if not page.is_html:
        return
    whole = page.soup.select_one("html") is not None
    if whole:
        _check_document(page)
    else:
        assert page.htmx, "a fragment was sent to a browser that loads a page"
    _check_ids(page, whole=whole)
    _check_controls(page.soup)
    _check_forms(page.soup)
    _check_addresses(page.soup, app)
    _check_words(page)


def _check_headers(page: Page) -> None:
    headers = page.answer.headers
    if page.answer.status_code == 304:
        return
    if "sandbox" in headers["Content-Security-Policy"]:  # a file, under an address that was made for one reader
        assert headers["Cache-Control"].startswith("private")
    else:
        assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def _check_document(page: Page) -> None:
    """Valid HTML with one heading, one main part, a language, and a way past the navigation."""
    soup = page.soup
    html5lib.HTMLParser(strict=True).parse(page.answer.get_data(as_text=True))
    assert soup.select_one("html[lang]"), "no language"
    assert len(soup.select("main")) == 1, "one main part"
    assert soup.select_one('a[href="#main"]'), "no skip link"
    heading = page.heading()
    titles = [" ".join(tag.get_text().split()) for tag in soup.select("head > title")]
    title = re.sub(r"^(Error:|错误：)\s*", "", titles[0])
    assert title.startswith(heading), f"title {title!r} does not begin with the heading {heading!r}"
    for script in soup.select("script"):
        assert str(script.get("src", "")).startswith("/static/"), f"foreign or inline script {script}"


def _check_ids(page: Page, *, whole: bool) -> None:
    ids = [tag["id"] for tag in page.soup.select("[id]")]
    twice = {one for one in ids if ids.count(one) > 1}
    assert not twice, f"ids used twice: {twice}"
    if not whole:
        return
    for attribute in REFERRING:
        for tag in page.soup.select(f"[{attribute}]"):
            missing = set(str(tag[attribute]).split()) - set(ids)
            assert not missing, f"{attribute} points at nothing: {missing}"
    for tag in page.soup.select('[hx-target^="#"]'):
        assert str(tag["hx-target"]).removeprefix("#") in ids, f"hx-target points at nothing: {tag['hx-target']}"


def _check_controls(soup: Tag) -> None:
    """Everything that can be used has a name, everything seen has words."""
    for field in soup.select("input:not([type=hidden]), select, textarea"):
        hidden = field.get("aria-hidden") == "true"
        assert hidden or label_of(soup, field), f"no label: {field}"
    for button in soup.select("button"):
        assert name_of(button), f"no name: {button}"
        assert button.find_parent("form") or button.get("type") == "button", f"button outside of a form: {button}"
    for link in soup.select("a[href]"):
        assert name_of(link) or link.select_one("svg[aria-label], svg title"), f"no name: {link}"
    for image in soup.select("img"):
        assert image.has_attr("alt"), f"no alt: {image}"
    for table in soup.select("table"):
        assert table.select_one("caption") or table.get("aria-label"), "a table without caption"
        for header in table.select("th"):
            assert header.get("scope"), f"no scope: {header}"


def _check_forms(soup: Tag) -> None:
    """Forms work without JavaScript, and nothing changes without a token."""
    for form in soup.select("form"):
        method = str(form.get("method", "")).lower()
        assert method in {"get", "post", "dialog"}, f"no method: {form}"
        assert method == "dialog" or form.get("action"), f"no action: {form}"
        if method == "post":
            assert form.select_one('input[name="csrf_token"][value]'), f"no token: {form.get('action')}"
        if form.get("hx-post"):
            assert form["hx-post"] == form["action"], "hx-post and action differ"
    for tag in soup.select("[hx-post]"):
        assert tag.name == "form" or tag.find_parent("form"), f"hx-post outside of a form: {tag}"
    for tag in soup.find_all(True):
        loud = [name for name in tag.attrs if name.startswith(("on", "hx-on")) or name in {"style", "hx-vals"}]
        assert not loud, f"inline handler or style {loud} on <{tag.name}>"


def _check_addresses(soup: Tag, app: Flask) -> None:
    """Every address is ours and leads somewhere."""
    adapter = app.url_map.bind("localhost")
    asked = [(tag["href"], "GET") for tag in soup.select("a[href]")]
    asked += [
        (form["action"], str(form["method"]).upper())
        for form in soup.select("form[action]")
        if form["method"] != "dialog"
    ]
    asked += [(tag[name], method) for name, method in VERBS.items() for tag in soup.select(f"[{name}]")]
    for address, method in asked:
        parts = urlsplit(str(address))
        if parts.scheme in {"mailto", "tel"} or str(address).startswith("#"):
            continue
        assert not parts.netloc, f"foreign address {address}"
        assert parts.path.startswith("/") or not parts.path, f"relative address {address}"
        if parts.path:
            _check_route(adapter, parts.path, method)


def _check_route(adapter: object, path: str, method: str) -> None:
    try:
        adapter.match(path, method=method)  # type: ignore[attr-defined]
    except RequestRedirect as moved:
        raise AssertionError(f"{path} redirects to {moved.new_url}") from None
    except HTTPException as error:
        raise AssertionError(f"{method} {path} leads nowhere: {error}") from None


def _check_words(page: Page) -> None:
    """No value that was meant for machines is shown."""
    for text in page.soup.find_all(string=True):
        if any(parent.name in CODE or parent.get("translate") == "no" for parent in text.parents):
            continue
        shown = " ".join(text.split())
        leak = LEAKS.search(shown)
        assert leak is None, f"{leak[0]!r} is shown: {shown[:200]}"
