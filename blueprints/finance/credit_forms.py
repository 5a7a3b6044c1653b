"""What finance staff say of credit: what a line shall become, why one stops, parts of an invoice."""

from datetime import date, timedelta
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from trade.credit.rules import INSTALMENTS_MAX, TERM_DAYS, TermKind, Terms
from trade.credit.rules.deciding import Offered
from trade.kernel.money import Money
from web.choices import options
from web.credit_words import TERM_KINDS
from web.fields import MoneyField
from web.forms import Form, at_most, filled
from web.translation import lazy_gettext as _l


class LineForm(Form):
    """What a line shall become."""

    limit = MoneyField(_l("Limit"), [filled()], zero=True)
    term_days = SelectField(
        _l("Time to pay"), [filled()], choices=options((str(days), _l("%(num)d days", num=days)) for days in TERM_DAYS)
    )
    term_kind = SelectField(
        _l("The days count"),
        [filled()],
        choices=options(TERM_KINDS.items()),
    )
    expires_on = DateField(_l("Holds until"), [filled()])
    review_on = DateField(_l("Look at it again on"), [filled()])
    note = TextAreaField(_l("Why"), [at_most(1000)])

    def __init__(self, currency: str, **values: Any) -> None:
        self.limit_currency = currency
        super().__init__(**values)

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the limit in the line's currency."""
        self.limit.currency = self.limit_currency
        super().process(*args, **kwargs)

    def offered(self) -> Offered:
        """What was said, as a whole."""
        terms = Terms(int(self.term_days.data), TermKind(self.term_kind.data))
        expires_on, review_on = self.expires_on.data, self.review_on.data
        assert isinstance(self.limit.data, Money)
        assert expires_on is not None
        assert review_on is not None
        return Offered(self.limit.data, terms, expires_on, review_on, self.note.data or "")


def line_form(currency: str, suggested: Offered) -> LineForm:
    """Return a form filled with what is suggested, or what stands."""
    return LineForm(
        currency,
        formdata=None,
        limit=suggested.limit,
        term_days=str(suggested.terms.days),
        term_kind=str(suggested.terms.kind),
        expires_on=suggested.expires_on,
        review_on=suggested.review_on,
        note=suggested.note,
    )


def usual(limit: Money, days: int, today: date) -> Offered:
    """What is suggested where nothing stands yet: a year, to be looked at after half of it."""
    return Offered(limit, Terms(days), today + timedelta(days=365), today + timedelta(days=182))


class ReasonForm(Form):
    """Why an invoice is given up; whoever decides reads it."""

    reason = StringField(_l("Reason"), [filled(_l("Say why in a few words.")), at_most(200)])


class StopForm(Form):
    """Why a line pays nothing more; its owner reads it."""

    because = StringField(_l("Reason"), [filled(_l("Say why in a few words.")), at_most(200)])


class TurnDownForm(Form):
    """Why nothing is proposed; whoever asked reads it."""

    answer = StringField(_l("Reason"), [filled(_l("Say why in a few words.")), at_most(200)])


class PlanForm(Form):
    """In how many monthly parts an invoice may be paid, and from when."""

    count = IntegerField(_l("Monthly parts"), [filled(), NumberRange(2, INSTALMENTS_MAX)], default=3)
    first_on = DateField(_l("The first by"), [filled()])
