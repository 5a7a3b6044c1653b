"""Translating: the typed door to Flask-Babel, and a quicker one.

    from web.translation import gettext as _, lazy_gettext as _l, ngettext

``_`` inside a request; ``_l`` for what is defined at import and read later: labels, words, messages of validators.
"""

from typing import Any

import flask_babel
from flask import Flask, g
from flask_babel.speaklater import LazyString
from markupsafe import Markup

__all__ = ["LazyString", "gettext", "init_app", "lazy_gettext", "ngettext"]


def gettext(text: str, **facts: object) -> str:
    """Return ``text`` in the language of the request, with ``%(name)s`` filled in."""
    return str(flask_babel.gettext(text, **facts))


def ngettext(singular: str, plural: str, num: int, **facts: object) -> str:
    """Return the form of a sentence that fits ``num``, which it may hold as ``%(num)d``."""
    return str(flask_babel.ngettext(singular, plural, num, **facts))


def lazy_gettext(text: str, **facts: object) -> Any:
    """Return ``text``, translated when it is read. Typed loosely: WTForms asks for ``str``."""
    return flask_babel.lazy_gettext(text, **facts)


def init_app(app: Flask) -> None:
    """Give templates a ``_`` that looks the catalogue up once a request: a list of goods calls it hundreds of times."""
    app.jinja_env.globals.update({"_": _template_gettext, "gettext": _template_gettext})


def _template_gettext(text: str, **facts: object) -> str:
    if "catalogue" not in g:
        g.catalogue = flask_babel.get_translations().gettext
    found = g.catalogue(text)
    # As Jinja's own: the sentence is ours and trusted, what is filled in is escaped by Markup.
    return Markup(found) % facts if facts or "%" in found else Markup(found)  # noqa: S704 - from our catalogue
