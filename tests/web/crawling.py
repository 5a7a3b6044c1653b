"""Following every link that somebody is shown, and keeping every form."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.desk import Desk, filled
from tests.pages import Page

MOST_PAGES = 120
VARIANTS = 3
"""So many addresses that differ in their query alone are opened per path."""


@dataclass(frozen=True)
class FoundForm:
    """A form that changes something, as it stood on a page."""

    page: str
    action: str
    data: dict[str, Any]
    numbers: tuple[str, ...] = ()
    """The fields in which a phone shows its keys for numbers."""


@dataclass
class Walk:
    """What was seen: addresses opened, forms found."""

    opened: list[str] = field(default_factory=list)
    forms: dict[tuple[str, frozenset[str]], FoundForm] = field(default_factory=dict)


def walk(desk: Desk, start: str = "/") -> Walk:
    """Open every page that can be reached by links; each passes the battery and answers 200 or leads on.

    Only the first page may say that nothing is open yet.
    """
    seen, waiting, variants = {start: ""}, deque([start]), dict[str, int]()
    found = Walk()
    while waiting and len(found.opened) < MOST_PAGES:
        address = waiting.popleft()
        page = desk.get(address, expect=None)
        status = page.answer.status_code
        assert status in {200, 303} or not seen[address], f"{seen[address]} links {address}: {status} {page.words()}"
        found.opened.append(address)
        if status == 200 and not page.is_html:
            continue  # a file to be downloaded
        _keep_forms(found, page, address)
        links = [page.goes_to] if status == 303 else [str(tag["href"]) for tag in page.soup.select("a[href]")]
        for target in filter(is_followed, map(without_fragment, links)):
            path = urlsplit(target).path
            variants[path] = variants.get(path, 0) + (target not in seen)
            if target not in seen and variants[path] <= VARIANTS:
                seen[target] = address
                waiting.append(target)
    return found


def without_fragment(link: str) -> str:
    """Return path and query of a link."""
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def is_followed(target: str) -> bool:
    """Whether a link is part of the market's pages: mail addresses and the developers' gallery are not."""
    return target.startswith("/") and not target.startswith("/_components")


def _keep_forms(found: Walk, page: Page, address: str) -> None:
    for form in page.soup.select('form[method="post"]'):
        data = filled(page, form, {})
        for button in form.select("button[name]")[:1]:
            data[str(button["name"])] = button.get("value", "")
        numbers = tuple(
            str(tag["name"])
            for tag in form.select("input[name][inputmode]:is([inputmode=numeric],[inputmode=decimal])")
        )
        key = (str(form["action"]), frozenset(data))
        found.forms.setdefault(key, FoundForm(address, str(form["action"]), data, numbers))
