"""Where somebody is sent who cannot be let in yet: to sign in, prove a code, choose an organisation, or wait."""

from collections.abc import Collection
from urllib.parse import urlsplit

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from trade.kernel.actor import Permission
from web import hx, unsent
from web.fragments import see_other
from web.identity import viewer


def turned_away(
    *, owing_code: bool, permissions: Collection[Permission], kept_by_script: bool
) -> ResponseReturnValue | None:
    """Return the answer for somebody who is not let in yet, or ``None``.

    Where the page asks for ``permissions``, it works for an organisation, which must be chosen and, unless they are held
    before it is, admitted. A form is carried along, unless it is ``kept_by_script`` in the page.
    """
    kept = kept_by_script and hx.wants_fragment()
    who = viewer()
    if who is None:
        return _step("auth.sign_in", kept=kept)
    if who.owes_second_factor and not owing_code:
        step = "auth.second_factor" if who.has_second_factor else "auth.second_factor_setup"
        return _step(step, kept=kept)
    if not permissions:
        return None
    if who.organisation_id is None:
        return see_other(url_for("auth.organisations", next=place()))
    if not who.is_admitted and not any(who.may(permission) for permission in permissions):
        return render_template("errors/not_admitted.html", viewer=who), 403
    return None


def _step(endpoint: str, *, kept: bool) -> ResponseReturnValue:
    """Send somebody to a step of signing in; a form that nobody keeps goes along."""
    onward = place()
    waiting = None if kept else unsent.turned_away(endpoint, onward)
    return waiting or see_other(url_for(endpoint, next=onward))


def place() -> str | None:
    """Return the page to come back to: this one, or the one its form stood on."""
    if request.method in {"GET", "HEAD"} and not hx.wants_fragment():
        return safe_next(request.full_path.rstrip("?"))
    return safe_next(hx.current_path() or _referring_path())


def safe_next(target: str | None) -> str | None:
    """Return ``target`` where it is a path of this site, else ``None``: nobody is sent elsewhere by a crafted link."""
    if not target or target == "/" or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    if any(ord(letter) < 32 for letter in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and len(target) <= 1000 else None


def _referring_path() -> str | None:
    """Return the path of the page that sent the form, if it is one of ours."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.host:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
