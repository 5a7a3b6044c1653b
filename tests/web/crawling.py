"""Following every link that somebody is shown, and keeping every form."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.desk import Desk, filled
from tests.pages import Page

MOST_PAGES = 120
VARIANTS = 3
"""So many addresses that differ in their query alone are opened per path."""
ALIKE = 4
"""So many pages and forms that differ in an id alone are opened and kept: the rest of a list is no other page."""
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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
    alike: Counter[object] = field(default_factory=Counter)
    """How many were seen of each shape of an address, and of a form."""

    def is_new(self, address: str, *more: object) -> bool:
        """Count one more of this shape, and say whether so many are looked at."""
        shape = (AN_ID.sub("*", address), *more)
        self.alike[shape] += 1
        return self.alike[shape] <= ALIKE


def walk(desk: Desk, start: str = "/", look: Callable[[Page], None] = lambda _: None) -> Walk:
    """Open every page that can be reached by links; each passes the battery and ``look``, and answers 200 or leads on.

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
        look(page)
        _keep_forms(found, page, address)
        links = [page.goes_to] if status == 303 else [str(tag["href"]) for tag in page.soup.select("a[href]")]
        for target in filter(is_followed, map(without_fragment, links)):
            path = urlsplit(target).path
            if path not in variants:
                variants[path] = 0 if found.is_new(path) else VARIANTS
            if target not in seen and variants[path] < VARIANTS:
                variants[path] += 1
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
        if key not in found.forms and found.is_new(*key):
            found.forms[key] = FoundForm(address, key[0], data, numbers)
