"""Who sent the request. The cookie holds an opaque token; one statement tells whose it is.

Flask-Login keeps the token in the session and the person on the request; what that means is decided here.
"""

from uuid import UUID

from flask import Flask, current_app, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from adapters import clock
from settings import Settings
from trade.kernel.actor import Actor
from trade.kernel.idempotency import NOBODY, Command
from trade.parties.credentials import derived_token
from trade.parties.queries import Viewer, viewer_by_token
from trade.parties.sealing import Seal
from web.database import db

login_manager = LoginManager()


class Browser(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """A signed-in browser, as Flask-Login carries it."""

    def __init__(self, token: str, viewer: Viewer | None = None) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self.token


def init_app(app: Flask) -> None:
    """Load the viewer by the session's token."""
    login_manager.session_protection = None  # an address that changes under way is no attack on a phone
    # Its context processor would look somebody up for every page, those about a broken database too.
    login_manager.init_app(app, add_context_processor=False)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> Browser | None:
    viewer = viewer_by_token(db.session(), token, clock.now())
    return Browser(token, viewer) if viewer is not None else None


def viewer() -> Viewer | None:
    """Return who is signed in, or ``None``."""
    found: Viewer | None = getattr(current_user, "viewer", None)
    return found


def known_viewer() -> Viewer | None:
    """Return who is signed in if that was found out already: error pages ask the database nothing."""
    return getattr(g.get("_login_user"), "viewer", None)


def session_token() -> str:
    """Return the token of this browser's session; empty for a visitor."""
    return str(getattr(current_user, "token", ""))


def actor() -> Actor:
    """Return who acts."""
    if "actor" not in g:
        signed_in = viewer()
        g.actor = signed_in.actor() if signed_in is not None else Actor.nobody()
    found: Actor = g.actor
    return found


def owner_of_keys() -> UUID:
    """Return whose idempotency keys this request's are."""
    return actor().person_id or NOBODY


def next_token(purpose: str) -> str:
    """Return a fresh session token; the same request sent twice gets the same one, so both answers work."""
    command: Command = g.command
    parts = (str(command.owner), command.key, session_token())
    return derived_token(str(current_app.secret_key), f"session:{purpose}", *parts)


def seal() -> Seal:
    """Return what seals and opens secrets that must be read again."""
    settings: Settings = current_app.extensions["settings"]
    return Seal(settings.secrets)


def sign_in_browser(token: str) -> None:
    """Put a new token into the cookie; nothing of the old session stays, its CSRF token included."""
    session.clear()
    login_user(Browser(token))
    session.permanent = True
    forget_viewer()


def sign_out_browser() -> None:
    """Take the token out of the cookie."""
    logout_user()
    session.clear()
    forget_viewer()


def forget_viewer() -> None:
    """Let the rest of the request find out anew who sent it."""
    g.pop("_login_user", None)
    g.pop("actor", None)
    g.pop("csrf_token", None)
