"""What holds on every page that any test opens, so that nobody has to remember it."""

from __future__ import annotations

import re
from collections import Counter
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


class Parts:
    """The tags of a page by name and by attribute, gathered in one walk: selectors would walk once for each question."""

    def __init__(self, soup: Tag) -> None:
        self.tags: list[Tag] = soup.find_all(True)
        self._named: dict[str, list[Tag]] = {}
        self._having: dict[str, list[Tag]] = {}
        for tag in self.tags:
            self._named.setdefault(tag.name, []).append(tag)
            for attribute in tag.attrs:
                self._having.setdefault(attribute, []).append(tag)
        self.labels = {str(label["for"]): label for label in reversed(self.named("label")) if label.has_attr("for")}

    def named(self, *names: str) -> list[Tag]:
        """The tags of these names."""
        return [tag for name in names for tag in self._named.get(name, [])]

    def having(self, attribute: str) -> list[Tag]:
        """The tags with this attribute."""
        return self._having.get(attribute, [])


def examine(page: Page, app: Flask) -> None:
    """Run all checks on an answer; answers that are no HTML only need their headers."""
    _check_headers(page)
    if not page.is_html:
        return
    parts = Parts(page.soup)
    whole = bool(parts.named("html"))
    if whole:
        _check_document(page, parts)
    else:
        assert page.htmx, "a fragment was sent to a browser that loads a page"
    _check_ids(parts, whole=whole)
    _check_controls(parts)
    _check_forms(parts)
    _check_addresses(parts, app)
    _check_words(page.soup)


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


def _check_document(page: Page, parts: Parts) -> None:
    """Valid HTML with one heading, one main part, a language, and a way past the navigation."""
    html5lib.HTMLParser(strict=True).parse(page.answer.get_data(as_text=True))
    assert parts.named("html")[0].get("lang"), "no language"
    assert len(parts.named("main")) == 1, "one main part"
    assert any(link.get("href") == "#main" for link in parts.named("a")), "no skip link"
    heading = page.heading()
    titles = [
        " ".join(tag.get_text().split()) for tag in parts.named("title") if tag.parent and tag.parent.name == "head"
    ]
    title = re.sub(r"^(Error:|错误：)\s*", "", titles[0])
    assert title.startswith(heading), f"title {title!r} does not begin with the heading {heading!r}"
    for script in parts.named("script"):
        assert str(script.get("src", "")).startswith("/static/"), f"foreign or inline script {script}"


def _check_ids(parts: Parts, *, whole: bool) -> None:
    seen = Counter(str(tag["id"]) for tag in parts.having("id"))
    twice = {one for one, times in seen.items() if times > 1}
    assert not twice, f"ids used twice: {twice}"
    if not whole:
        return
    for attribute in REFERRING:
        for tag in parts.having(attribute):
            missing = set(str(tag[attribute]).split()) - set(seen)
            assert not missing, f"{attribute} points at nothing: {missing}"
    for tag in parts.having("hx-target"):
        target = str(tag["hx-target"])
        assert not target.startswith("#") or target[1:] in seen, f"hx-target points at nothing: {target}"


def _check_controls(parts: Parts) -> None:
    """Everything that can be used has a name, everything seen has words."""
    for field in parts.named("input", "select", "textarea"):
        hidden = field.get("type") == "hidden" or field.get("aria-hidden") == "true"
        assert hidden or label_of(field, parts.labels.get(str(field.get("id")))), f"no label: {field}"
    for button in parts.named("button"):
        assert name_of(button), f"no name: {button}"
        assert button.find_parent("form") or button.get("type") == "button", f"button outside of a form: {button}"
    for link in parts.named("a"):
        named = not link.has_attr("href") or name_of(link) or link.select_one("svg[aria-label], svg title")
        assert named, f"no name: {link}"
    for image in parts.named("img"):
        assert image.has_attr("alt"), f"no alt: {image}"
    for table in parts.named("table"):
        assert table.find("caption") or table.get("aria-label"), "a table without caption"
    for header in parts.named("th"):
        assert header.get("scope"), f"no scope: {header}"


def _check_forms(parts: Parts) -> None:
    """Forms work without JavaScript, and nothing changes without a token."""
    for form in parts.named("form"):
        method = str(form.get("method", "")).lower()
        assert method in {"get", "post", "dialog"}, f"no method: {form}"
        assert method == "dialog" or form.get("action"), f"no action: {form}"
        if method == "post":
            token = form.find("input", attrs={"name": "csrf_token", "value": True})
            assert token, f"no token: {form.get('action')}"
        if form.get("hx-post"):
            assert form["hx-post"] == form["action"], "hx-post and action differ"
    for tag in parts.having("hx-post"):
        assert tag.name == "form" or tag.find_parent("form"), f"hx-post outside of a form: {tag}"
    for tag in parts.tags:
        loud = [name for name in tag.attrs if name.startswith(("on", "hx-on")) or name in {"style", "hx-vals"}]
        assert not loud, f"inline handler or style {loud} on <{tag.name}>"


def _check_addresses(parts: Parts, app: Flask) -> None:
    """Every address is ours and leads somewhere."""
    adapter = app.url_map.bind("localhost")
    asked = {(str(tag["href"]), "GET") for tag in parts.named("a") if tag.has_attr("href")}
    asked |= {
        (str(form["action"]), str(form["method"]).upper())
        for form in parts.named("form")
        if form.has_attr("action") and form["method"] != "dialog"
    }
    asked |= {(str(tag[name]), method) for name, method in VERBS.items() for tag in parts.having(name)}
    for address, method in asked:
        leads = urlsplit(address)
        if leads.scheme in {"mailto", "tel"} or address.startswith("#"):
            continue
        assert not leads.netloc, f"foreign address {address}"
        assert leads.path.startswith("/") or not leads.path, f"relative address {address}"
        if leads.path:
            _check_route(adapter, leads.path, method)


def _check_route(adapter: object, path: str, method: str) -> None:
    try:
        adapter.match(path, method=method)  # type: ignore[attr-defined]
    except RequestRedirect as moved:
        raise AssertionError(f"{path} redirects to {moved.new_url}") from None
    except HTTPException as error:
        raise AssertionError(f"{method} {path} leads nowhere: {error}") from None


def _check_words(tag: Tag) -> None:
    """No value that was meant for machines is shown."""
    for child in tag.contents:
        if not isinstance(child, Tag):
            shown = " ".join(str(child).split())
            leak = LEAKS.search(shown)
            assert leak is None, f"{leak[0]!r} is shown: {shown[:200]}"
        elif child.name not in CODE and child.get("translate") != "no":
            _check_words(child)
