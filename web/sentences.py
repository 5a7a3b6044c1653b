"""What a refusal says to the person: the cause, and the way out. One sentence per kind of refusal.

An area adds its own beside these::

    @sentence_for(QuantityRefused)
    def _quantity(error: QuantityRefused) -> str: ...
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask_babel import gettext as _

from trade.kernel.errors import (
    DomainError,
    InvalidInput,
    KeyInFlight,
    KeyReused,
    MoveRefused,
    NotAllowed,
    NotFound,
    StaleVersion,
)
from trade.parties.errors import LastOwner, LinkExpired, SecondFactorExists, WrongCode, WrongCredentials
from web.words import role_word, state_word

E = TypeVar("E", bound=DomainError)

_SENTENCES: Final[dict[type[DomainError], Callable[[Any], str]]] = {}
_FIELD_SENTENCES: Final[dict[str, Callable[[InvalidInput], str]]] = {}


def sentence_for(kind: type[E]) -> Callable[[Callable[[E], str]], Callable[[E], str]]:
    """Register what a refusal of ``kind`` (or a kind of it) says."""

    def register(write: Callable[[E], str]) -> Callable[[E], str]:
        _SENTENCES[kind] = write
        return write

    return register


def field_sentence(code: str) -> Callable[[Callable[[InvalidInput], str]], Callable[[InvalidInput], str]]:
    """Register what ``InvalidInput`` with ``code`` says beside its field."""

    def register(write: Callable[[InvalidInput], str]) -> Callable[[InvalidInput], str]:
        _FIELD_SENTENCES[code] = write
        return write

    return register


def sentence(error: DomainError) -> str:
    """Return what ``error`` says, in the language of the request."""
    if isinstance(error, InvalidInput):
        write = _FIELD_SENTENCES.get(error.code)
        return write(error) if write else _("This value does not fit here. Check it and try again.")
    for kind in type(error).__mro__:
        if kind in _SENTENCES:
            return _SENTENCES[kind](error)
    return _("This cannot be done now, and nothing was changed. Load the page again to see how things stand.")


@sentence_for(NotFound)
def _not_found(error: NotFound) -> str:
    return _("This does not exist, or it is not yours to see.")


@sentence_for(NotAllowed)
def _not_allowed(error: NotAllowed) -> str:
    return _("Your role does not include this. Ask an owner of your organisation.")


@sentence_for(StaleVersion)
def _stale(error: StaleVersion) -> str:
    return _("Somebody changed this while you were looking at it. Load the page again and repeat your change.")


@sentence_for(MoveRefused)
def _move(error: MoveRefused) -> str:
    word = state_word(error.current, error.what).word
    return _("This is not possible any more: it stands at “%(state)s” now. Nothing was changed.", state=word)


@sentence_for(KeyReused)
def _key_reused(error: KeyReused) -> str:
    return _("This form was sent before with other entries. Load the page again and repeat your change.")


@sentence_for(KeyInFlight)
def _key_in_flight(error: KeyInFlight) -> str:
    return _("This was sent a moment ago and is still being worked on. Wait a few seconds, then look again.")


@sentence_for(WrongCredentials)
def _wrong_credentials(error: WrongCredentials) -> str:
    return _("These don't belong together. Check the e-mail or phone number and the password.")


@sentence_for(WrongCode)
def _wrong_code(error: WrongCode) -> str:
    return _("This is not the code that counts now. Wait for the next one and enter it.")


@sentence_for(LinkExpired)
def _link_expired(error: LinkExpired) -> str:
    return _("This link was used already or is too old. Ask for a new one.")


@sentence_for(SecondFactorExists)
def _second_factor_exists(error: SecondFactorExists) -> str:
    return _("A code generator is set up already. Enter its code.")


@sentence_for(LastOwner)
def _last_owner(error: LastOwner) -> str:
    return _("An organisation needs an owner. Invite another owner first.")


@field_sentence("required")
def _required(error: InvalidInput) -> str:
    return _("Fill this in.")


@field_sentence("login_shape")
def _login_shape(error: InvalidInput) -> str:
    return _("Enter an e-mail address such as mei@example.com, or a phone number with its country code.")


@field_sentence("password_length")
def _password_length(error: InvalidInput) -> str:
    return _("Choose a password of at least %(minimum)s characters; a few words are easy to remember.", **error.facts)


@field_sentence("roles_for_kind")
def _roles_for_kind(error: InvalidInput) -> str:
    allowed: Any = error.facts["allowed"]
    return _("Choose at least one of these roles: %(roles)s.", roles=", ".join(role_word(role) for role in allowed))
