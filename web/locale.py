"""Two languages: the person's own, else the one chosen on this browser, else what the browser asks for."""

from typing import Final

from flask import Flask, request
from flask_babel import Babel, get_locale

from adapters.catalogues import compiled
from settings import Settings
from web.identity import known_viewer

ENGLISH: Final = "en"
CHINESE: Final = "zh_Hans"
LOCALES: Final = (ENGLISH, CHINESE)
COOKIE: Final = "language"
_SIMPLIFIED: Final = frozenset({"zh", "zh-cn", "zh-sg", "zh-my", "zh-hans", "zh-hans-cn", "zh-hans-sg"})

babel = Babel()


def init_app(app: Flask, settings: Settings) -> None:
    """Compile the catalogues where they are older than their sources, and choose a language per request."""
    babel.init_app(
        app,
        default_locale=ENGLISH,
        default_translation_directories=str(compiled(settings.var / "translations")),
        locale_selector=chosen_locale,
    )
    app.context_processor(lambda: {"locale": current_locale()})


def chosen_locale() -> str:
    """Return the language of this request: nothing that the browser sends is used unchecked."""
    signed_in = known_viewer()
    for wish in (signed_in.locale if signed_in else None, request.cookies.get(COOKIE)):
        locale = known_locale(wish)
        if locale is not None:
            return locale
    return _accepted()


def current_locale() -> str:
    """Return ``en`` or ``zh_Hans``."""
    found = get_locale()
    return CHINESE if found is not None and found.language == "zh" else ENGLISH


def known_locale(wish: str | None) -> str | None:
    """Return which of our languages ``wish`` (``zh-Hans``, ``zh_Hans``, ``en``) is, if any."""
    folded = (wish or "").replace("-", "_")
    return folded if folded in LOCALES else None


def _accepted() -> str:
    """The first language of the browser that we speak. Traditional Chinese is not ours to pretend."""
    for tag, _ in request.accept_languages:
        folded = tag.lower()
        if folded in _SIMPLIFIED:
            return CHINESE
        if folded.split("-")[0] == "en":
            return ENGLISH
    return ENGLISH
