"""Who may open which page. Every view carries a mark; one that has none stops the application from starting."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from adapters import clock
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed
from trade.kernel.work import Call, bind_actor
from trade.parties.rules import TokenScope
from web import bearers, commands, security, sign_in_first
from web.database import db
from web.identity import actor, viewer

__all__ = [
    "Policy",
    "actor",
    "by_token",
    "call",
    "kept_by_script",
    "machines",
    "policy_of",
    "public",
    "repeatable",
    "requires",
    "session",
    "signed_in",
    "viewer",
]

V = TypeVar("V", bound=Callable[..., ResponseReturnValue])

UNMARKED = frozenset({"static"})


@dataclass(frozen=True)
class Policy:
    """Who may open a view: everybody, whoever is signed in, or holders of one of the permissions."""

    is_public: bool = False
    looks_up_viewer: bool = True
    permissions: frozenset[Permission] = frozenset()
    owing_code: bool = False
    needs_key: bool = True
    kept_by_script: bool = False
    scopes: frozenset[TokenScope] | None = None

    @property
    def is_for_programs(self) -> bool:
        """Whether a token opens it and nothing else: no cookie is looked at, so no other site can use one."""
        return self.scopes is not None


def requires(*permissions: Permission) -> Callable[[V], V]:
    """Admit those who hold one of ``permissions``."""
    return _mark(Policy(permissions=frozenset(permissions)))


def signed_in(*, owing_code: bool = False) -> Callable[[V], V]:
    """Admit whoever is signed in; with ``owing_code`` also while the second factor is still to be proven."""
    return _mark(Policy(owing_code=owing_code))


def public(view: V) -> V:
    """Admit everybody."""
    return _mark(Policy(is_public=True))(view)


def machines(view: V) -> V:
    """Admit everybody, and look nobody up: for what machines ask, also when the database is gone."""
    return _mark(Policy(is_public=True, looks_up_viewer=False))(view)


def by_token(*scopes: TokenScope) -> Callable[[V], V]:
    """Admit programs whose token has one of ``scopes``; any good token where none is named."""
    return _mark(Policy(looks_up_viewer=False, scopes=frozenset(scopes)))


def repeatable(view: V) -> V:
    """Take a change without an idempotency key: it sets a value, and may be repeated without harm.

    Stands above the mark that says who is admitted.
    """
    view.policy = replace(view.policy, needs_key=False)  # type: ignore[attr-defined]
    return view


def kept_by_script(view: V) -> V:
    """Carry nothing through signing in where scripts are on: they keep what this view is sent until it is answered.

    Stands above the mark that says who is admitted.
    """
    view.policy = replace(view.policy, kept_by_script=True)  # type: ignore[attr-defined]
    return view


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """Return the mark of a view."""
    return getattr(app.view_functions[endpoint], "policy", None)


def session() -> Session:
    """Return the request's session; the database knows who acts."""
    found: Session = db.session()
    bind_actor(found, actor())
    return found


def call() -> Call:
    """Return what an action is called with: session, actor, instant and, for a change, its key."""
    command = g.get("command")
    return Call(db.session(), actor(), clock.now(), command)


def init_app(app: Flask) -> None:
    """Guard every request, and tell templates the page on which somebody is."""
    app.before_request(_guard)
    app.jinja_env.globals.update(present_address=sign_in_first.place)


def check_marks(app: Flask) -> None:
    """Raise unless every view says who may open it."""
    names = [name for name in app.view_functions if name not in UNMARKED and policy_of(app, name) is None]
    if names:
        raise RuntimeError(f"Views without @requires, @signed_in, @by_token or @public: {', '.join(sorted(names))}")


def _mark(policy: Policy) -> Callable[[V], V]:
    def put(view: V) -> V:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return put


def _guard() -> ResponseReturnValue | None:
    """Decide in this order: forged, not signed in, not allowed, stale form, no key."""
    if request.endpoint is None or request.endpoint in UNMARKED:
        return None
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        raise NotAllowed(request.endpoint)
    if policy.scopes is not None:
        _guard_program(policy, policy.scopes)
        return None
    security.refuse_foreign_origin()
    if policy.looks_up_viewer:
        viewer()  # now, so that every later word is in the viewer's language
    if not policy.is_public:
        answer = sign_in_first.turned_away(
            owing_code=policy.owing_code, permissions=policy.permissions, kept_by_script=policy.kept_by_script
        )
        if answer is not None:
            return answer
        _require(policy)
    if request.method not in security.SAFE_METHODS:
        security.refuse_forged_form()
        g.command = commands.read(needed=policy.needs_key)
    return None


def _guard_program(policy: Policy, scopes: frozenset[TokenScope]) -> None:
    """Decide in this order: no token, wrong scope, no key."""
    bearers.admit(scopes)
    if request.method not in security.SAFE_METHODS:
        g.command = commands.read_header(bearers.bearer().token_id, needed=policy.needs_key)


def _require(policy: Policy) -> None:
    who = actor()
    if policy.permissions and not any(who.may(permission) for permission in policy.permissions):
        raise NotAllowed(", ".join(sorted(policy.permissions)))
