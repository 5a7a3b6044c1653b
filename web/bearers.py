"""Programs: who holds the token that a request shows, and what it may do. No cookie is read, no form believed."""

from collections.abc import Collection
from typing import Final

from flask import g, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from adapters import clock
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed
from trade.kernel.work import Call, bind_actor
from trade.parties.actions import note_token_use
from trade.parties.queries import Bearer, bearer_by_token
from trade.parties.rules import GRANTS, OrganisationState, TokenScope
from web.database import db

REALM: Final = "pinhuo"
TOKEN_MAX: Final = 200


class NoToken(Unauthorized):
    """No token, or one that opens nothing (any more)."""

    def __init__(self) -> None:
        super().__init__(www_authenticate=WWWAuthenticate("bearer", {"realm": REALM}))


class ScopeMissing(Forbidden):
    """The token is good, but not for this."""

    def __init__(self, scopes: Collection[TokenScope]) -> None:
        super().__init__()
        self.scopes = " ".join(sorted(scopes))


class NotTrading(Forbidden):
    """The token's organisation is not admitted, or is suspended."""


def admit(scopes: frozenset[TokenScope]) -> None:
    """Let a program in that holds one of ``scopes`` (any token where none is asked for), or raise.

    ``NoToken`` (401), ``ScopeMissing``, ``NotTrading`` or ``NotAllowed`` (403).
    """
    found = _bearer(shown_token())
    if found is None:
        raise NoToken
    g.bearer, g.actor = found, found.actor()
    if found.state is not OrganisationState.ADMITTED:
        raise NotTrading
    held = scopes & found.scopes
    if scopes and not held:
        raise ScopeMissing(scopes)
    if scopes and not any(GRANTS[scope] <= g.actor.permissions for scope in held):
        raise NotAllowed(", ".join(sorted(held)))


def bearer() -> Bearer:
    """Return the program that was let in."""
    found: Bearer = g.bearer
    return found


def shown_token() -> str:
    """Return what ``Authorization: Bearer …`` says; empty where it says something else."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip()[: TOKEN_MAX + 1] if scheme.lower() == "bearer" else ""


def _bearer(token: str) -> Bearer | None:
    """Find the token as the system, since nobody acts yet, and note now and then that it is used."""
    if not token or len(token) > TOKEN_MAX or not token.isascii():
        return None
    session: Session = db.session()
    bind_actor(session, Actor.system())
    at = clock.now()
    found = bearer_by_token(session, token, at)
    if found is not None and found.use_is_news(at):
        note_token_use(Call(session, Actor.system(), at), found.token_id)
    return found
