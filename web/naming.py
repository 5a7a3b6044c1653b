"""How things are called on a page: goods and shelves in the reader's language, units as words, elements by id."""

from typing import Final, Protocol

from flask import Flask, g

from web.fragments import dom_id
from web.locale import CHINESE, current_locale
from web.translation import LazyString
from web.translation import lazy_gettext as _l

UNITS: Final[dict[str, LazyString]] = {
    "piece": _l("piece"),
    "pair": _l("pair"),
    "set": _l("set"),
    "box": _l("box"),
    "pack": _l("pack"),
    "bag": _l("bag"),
    "bottle": _l("bottle"),
    "roll": _l("roll"),
    "metre": _l("metre"),
    "kg": _l("kg"),
}
"""The base units that sellers use most. Another one is shown as its seller wrote it."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_zh(self) -> str: ...


def named(thing: _Named) -> str:
    """Return the name of goods or of a shelf, in Chinese where it has such a name and the reader reads it."""
    return thing.name_zh if thing.name_zh and current_locale() == CHINESE else thing.name


class _Placed(Protocol):
    @property
    def region(self) -> str: ...
    @property
    def region_zh(self) -> str: ...


class _Told(Protocol):
    @property
    def story(self) -> str: ...
    @property
    def story_zh(self) -> str: ...


def region_of(thing: _Placed) -> str:
    """Return the name of a region in the reader's language."""
    return thing.region_zh if thing.region_zh and current_locale() == CHINESE else thing.region


def told(thing: _Told) -> tuple[str, str]:
    """Return a story, and its language where that is not the page's: the reader's if it was told in it."""
    own, other, language = thing.story, thing.story_zh, "zh-Hans"
    if current_locale() == CHINESE:
        own, other, language = thing.story_zh, thing.story, "en"
    return (own, "") if own else (other, language if other else "")


def unit_word(unit: str) -> str:
    """Return the word for a base unit; a list asks for the same one on every row, so it is looked up once a request."""
    found: dict[str, str] = g.setdefault("unit_words", {})
    if unit not in found:
        found[unit] = str(UNITS.get(unit, unit))
    return found[unit]


def init_app(app: Flask) -> None:
    """Give templates ``named``, ``region_of``, ``told`` and ``unit_word`` as filters, and ``dom_id``."""
    app.jinja_env.filters.update(named=named, region_of=region_of, told=told, unit_word=unit_word)
    app.jinja_env.globals.update(dom_id=dom_id)
