"""What a refusal says to the person: the cause, and the way out. One sentence per kind of refusal.

An area adds its own below: ``SENTENCES`` where the words are always the same, and where facts belong into them::

    @sentence_for(QuantityRefused)
    def _quantity(error: QuantityRefused) -> str: ...
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

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
from trade.parties.errors import (
    AccountInForce,
    Delisted,
    LastOwner,
    LinkExpired,
    NoSecondFactor,
    OwnFactor,
    PermitRanOut,
    SecondFactorExists,
    SecondPersonNeeded,
    WrongCode,
    WrongCredentials,
)
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import role_word, state_word

E = TypeVar("E", bound=DomainError)

SENTENCES: Final[dict[type[DomainError], Any]] = {
    DomainError: _l("This cannot be done now, and nothing was changed. Load the page again to see how things stand."),
    NotFound: _l("This does not exist, or it is not yours to see."),
    NotAllowed: _l("Your role does not include this. Ask an owner of your organisation."),
    StaleVersion: _l("Somebody changed this while you were looking at it. Load the page again and repeat your change."),
    KeyReused: _l("This form was sent before with other entries. Load the page again and repeat your change."),
    KeyInFlight: _l("This was sent a moment ago and is still being worked on. Wait a few seconds, then look again."),
    WrongCredentials: _l("These don't belong together. Check the e-mail or phone number and the password."),
    WrongCode: _l("This is not the code that counts now. Wait for the next one and enter it."),
    LinkExpired: _l("This link was used already or is too old. Ask for a new one."),
    SecondFactorExists: _l("A code generator is set up already. Enter its code."),
    NoSecondFactor: _l("No code generator is set up, so there is nothing to reset."),
    OwnFactor: _l("Nobody resets their own: use a recovery code, or ask a colleague."),
    SecondPersonNeeded: _l("You asked for it, so somebody else must agree."),
    PermitRanOut: _l("A permit has run out. It trades again by itself once a renewed one is accepted."),
    Delisted: _l("It was taken off the market by two people. Only its appeal can lift that."),
    AccountInForce: _l("This account is in force already. Name another one instead."),
    LastOwner: _l("An organisation needs an owner. Invite another owner first."),
}

FIELD_SENTENCES: Final[dict[str, Any]] = {
    "required": _l("Fill this in."),
    "recovery_code": _l("This is none of your unused codes. Check it letter by letter."),
    "wrong_password": _l("This is not your password."),
    "unknown": _l("Choose one of the list."),
    "quote_expiry": _l("Choose a day from today up to a year ahead."),
    "quoted_range": _l("The smallest quantity must not be above the quoted one, and the quoted one a multiple."),
    "iban": _l("This is no IBAN: compare it letter by letter with the bank's paper."),
    "bic": _l("A BIC has eight or eleven letters and digits."),
    "cnaps": _l(
        "A CNAPS code has twelve digits, and these do not belong together. Compare them with the bank's paper."
    ),
    "chinese_account": _l("Enter the account number in digits."),
    "card": _l("This is no card number: two digits may be in the wrong order."),
    "account_number": _l("Enter the account number in letters and digits."),
    "not_of_payout": _l("No more than was paid out, in its currency."),
    "unknown_price": _l("Enter a price above 0."),
    "login_shape": _l("Enter an e-mail address such as mei@example.com, or a phone number with its country code."),
}
"""What ``InvalidInput`` says beside its field, by code."""

_WRITERS: Final[dict[type[DomainError] | str, Callable[[Any], str]]] = {}


def sentence_for(kind: type[E]) -> Callable[[Callable[[E], str]], Callable[[E], str]]:
    """Register who writes what a refusal of ``kind`` says."""

    def register(write: Callable[[E], str]) -> Callable[[E], str]:
        _WRITERS[kind] = write
        return write

    return register


def field_sentence(code: str) -> Callable[[Callable[[InvalidInput], str]], Callable[[InvalidInput], str]]:
    """Register who writes what ``InvalidInput`` with ``code`` says beside its field."""

    def register(write: Callable[[InvalidInput], str]) -> Callable[[InvalidInput], str]:
        _WRITERS[code] = write
        return write

    return register


def sentence(error: DomainError) -> str:
    """Return what ``error`` says, in the language of the request."""
    if isinstance(error, InvalidInput):
        if error.code in _WRITERS:
            return _WRITERS[error.code](error)
        plain = FIELD_SENTENCES.get(error.code)
        return str(plain) if plain else _("This value does not fit here. Check it and try again.")
    for kind in type(error).__mro__:
        if kind in _WRITERS:
            return _WRITERS[kind](error)
        if kind in SENTENCES:
            return str(SENTENCES[kind])
    raise AssertionError("every refusal is a DomainError")


@sentence_for(MoveRefused)
def _move(error: MoveRefused) -> str:
    word = state_word(error.current, error.what).word
    return _("This is not possible any more: it stands at “%(state)s” now. Nothing was changed.", state=word)


@field_sentence("password_length")
def _password_length(error: InvalidInput) -> str:
    return _(
        "Choose a password of %(minimum)s to %(maximum)s characters; a few words are easy to remember.", **error.facts
    )


@field_sentence("roles_for_kind")
def _roles_for_kind(error: InvalidInput) -> str:
    allowed: Any = error.facts["allowed"]
    return _("Choose at least one of these roles: %(roles)s.", roles=", ".join(role_word(role) for role in allowed))


@field_sentence("too_many_addresses")
def _too_many_addresses(error: InvalidInput) -> str:
    return _(
        "You keep %(most)s addresses already, which is the most there can be. Take one off the list first.",
        **error.facts,
    )


@field_sentence("own_currency")
def _own_currency(error: InvalidInput) -> str:
    return _("Enter an amount in %(currency)s.", **error.facts)
