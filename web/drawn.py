"""Parts of a list that are drawn once per content and language, and only given their keys at each request.

Two dozen rows of goods are half of what a page of goods costs, and most of them look the same to everybody: name, ladder, stepper.
What differs are the form's CSRF token and its idempotency key. While a part is drawn, both are written as marks that
nobody can guess; what was drawn is kept by everything it was drawn from, and the marks are filled in each time.
"""

import re
import secrets
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, cast
from uuid import uuid4

from flask import Flask, current_app, g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from web.locale import current_locale

KEPT: Final = 4096
"""Rows kept in a process: about 2 KB each."""

_KEY: Final = f"key-{secrets.token_hex(16)}"
_CSRF: Final = f"csrf-{secrets.token_hex(16)}"
_MARKS: Final = re.compile(f"({_KEY}|{_CSRF})")


def init_app(app: Flask) -> None:
    """Give templates ``drawn``, ``new_key`` and ``csrf_token``."""
    app.jinja_env.globals.update(drawn=drawn, new_key=new_key, csrf_token=csrf_token)


def drawn(template: str, macro: str, rows: Iterable[Any], *content: Any) -> Markup:
    """Draw ``macro`` of ``template`` with each row and ``content``, or take what was drawn of the same before.

    The macro may depend on its arguments, the language and the application, and on nothing else of the request;
    arguments are hashable and never change.
    """
    draw = _pieces.__wrapped__ if current_app.jinja_env.auto_reload else _pieces
    locale, token = current_locale(), csrf_token()
    pieces = [piece for row in rows for piece in draw(template, macro, locale, row, *content)]
    filled = [uuid4().hex if piece == _KEY else token if piece == _CSRF else piece for piece in pieces]
    return Markup("".join(filled))  # noqa: S704 - drawn by a template, which escapes


def new_key() -> str:
    """Make an idempotency key; one per form and rendering."""
    return _KEY if g.get("drawing") else uuid4().hex


def csrf_token() -> str:
    """Return the token of the session's forms."""
    return _CSRF if g.get("drawing") else cast("str", generate_csrf())


@lru_cache(maxsize=KEPT)
def _pieces(template: str, macro: str, locale: str, *content: Any) -> tuple[str, ...]:
    """Draw with marks, and cut there. The language is part of the key; the macro asks for it itself."""
    g.drawing = True
    try:
        html = str(getattr(current_app.jinja_env.get_template(template).module, macro)(*content))
    finally:
        g.drawing = False
    return tuple(_MARKS.split(html))
