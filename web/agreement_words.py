"""Where an agreement stands, in a word."""

from __future__ import annotations

from typing import Protocol

from flask import Flask

from adapters import clock
from trade.pricing.rules import AgreementState, Moment, Period
from web.translation import gettext as _
from web.words import Word, state_word


class _Agreement(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def period(self) -> Period: ...


def agreement_word(agreement: _Agreement, *, buying: bool = False) -> Word:
    """Return the word for an agreement: an offer, or what was agreed, may be past its last day."""
    stands = agreement.state in {AgreementState.OFFERED, AgreementState.ACCEPTED}
    if stands and agreement.period.moment(clock.now()) is Moment.PAST:
        return Word(_("Its period is over"), "quiet")
    return state_word(agreement.state, "bought_agreement" if buying else "agreement")


def init_app(app: Flask) -> None:
    """Give templates ``agreement_word()``."""
    app.jinja_env.globals["agreement_word"] = agreement_word
