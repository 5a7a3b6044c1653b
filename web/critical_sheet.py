"""The sheet that a phone paints with: inlined while the browser may not have it, asked for by its name once it has.

A first page waits for no sheet. The second lets the browser fetch it behind everything else; from then on four kilobytes
of each page stay at home. A browser that throws the file away sooner than the cookie asks for it once more.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from flask import Flask, Response, current_app, g, request

from web.assets import CRITICAL, Assets

COOKIE: Final = "sheet"
MONTH_SECONDS: Final = 30 * 86_400
_SEEN: Final = "0"


class Sheet(StrEnum):
    """How a page comes to its sheet."""

    INLINED = "inlined"
    FETCHED = "fetched"
    KEPT = "kept"


def init_app(app: Flask, assets: Assets) -> None:
    """Give templates ``critical_sheet()``, and let browsers tell with each page how far they are."""
    digest = assets.by_name[CRITICAL].digest

    def critical_sheet() -> Sheet:
        told = request.cookies.get(COOKIE)
        sheet = Sheet.KEPT if told == digest else Sheet.FETCHED if told else Sheet.INLINED
        g.sheet = sheet
        return sheet

    def tell(response: Response) -> Response:
        sheet = g.get("sheet", Sheet.KEPT)
        if sheet is not Sheet.KEPT:
            value, secure = digest if sheet is Sheet.FETCHED else _SEEN, current_app.config["SESSION_COOKIE_SECURE"]
            response.set_cookie(COOKIE, value, max_age=MONTH_SECONDS, httponly=True, secure=secure, samesite="Lax")
        return response

    app.jinja_env.globals["critical_sheet"] = critical_sheet
    app.after_request(tell)
