"""A number of the browser's own, by which claims of several shops from one device are noticed. It is made at signing in.

The cookie holds nothing but the number, signed; beside a sign-in lies its hash alone (decision 277).
"""

from __future__ import annotations

from typing import Final

from flask import Response, after_this_request, current_app, g, request
from itsdangerous import BadData, URLSafeSerializer

from trade.kernel.idempotency import Command
from trade.parties.credentials import derived_token
from web.identity import session_token

SECONDS: Final = 400 * 24 * 3600
"""As long as browsers keep a cookie at the most; signing in begins it anew."""
LENGTH_MAX: Final = 64


def this_device() -> str:
    """Return the browser's number: the one it shows, else a new one (the same again for a request that is sent again)."""
    try:
        told = str(_signer().loads(request.cookies.get(cookie_name(), "")))
    except BadData:
        told = ""
    if 0 < len(told) <= LENGTH_MAX:
        return told
    command: Command = g.command
    return derived_token(str(current_app.secret_key), "device", str(command.owner), command.key, session_token())


def keep_device(device: str) -> None:
    """Have the browser keep its number, past signing out: who claims under several names signs out in between."""

    @after_this_request
    def keep(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        told = str(_signer().dumps(device))
        response.set_cookie(cookie_name(), told, max_age=SECONDS, httponly=True, secure=secure, samesite="Lax")
        return response


def cookie_name() -> str:
    """Return what the cookie is called: bound to the host where there is HTTPS, as the session's is."""
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _signer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"][::-1], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="device")
