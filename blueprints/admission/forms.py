"""What is entered to be let in."""

from __future__ import annotations

from datetime import date
from typing import Final

from wtforms import BooleanField, DateField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from trade.admission.actions import AdmissionSheet, Applicant
from trade.admission.actions.applying import APPLICANTS, HOMES
from trade.parties.rules import OrganisationKind
from web.admission_words import country_name
from web.choices import options
from web.forms import Form, at_most, filled
from web.locale import current_locale
from web.translation import lazy_gettext as _l

STORY_MAX: Final = 1000
_KINDS: Final = {
    OrganisationKind.RETAILER: _l("I buy for a shop"),
    OrganisationKind.SUPPLIER: _l("I make or import goods and sell them"),
    OrganisationKind.DISTRIBUTOR: _l("I buy and sell on"),
}


def _countries() -> list[tuple[str, str]]:
    return sorted(((code, country_name(code)) for code in HOMES), key=lambda pair: pair[1])


class ApplicationForm(Form):
    """Who would like to be let in."""

    kind = RadioField(
        _l("What do you do?"), [filled()], choices=options((str(kind), _KINDS[kind]) for kind in APPLICANTS)
    )
    name = StringField(_l("Name of your shop or company"), [filled(), at_most(120)])
    country = SelectField(_l("Country"), [filled()])
    login = StringField(_l("Your e-mail or phone number"), [filled(), at_most(200)])

    def offer(self) -> None:
        """Fill in the countries."""
        self.country.choices = options([("", _l("Choose")), *_countries()])

    def applicant(self) -> Applicant:
        """Return what was typed."""
        kind = OrganisationKind(self.kind.data)
        return Applicant(kind, self.name.data or "", self.country.data, self.login.data or "", current_locale())


class DescriptionForm(Form):
    """What an organisation is."""

    legal_name = StringField(
        _l("Legal name"), [filled(_l("Enter the name under which it is registered.")), at_most(160)]
    )
    country = SelectField(_l("Registered in"), [filled()])
    contact = StringField(_l("Who answers questions"), [filled(), at_most(120)])
    story = TextAreaField(_l("What you sell or buy"), [filled(), at_most(STORY_MAX)])
    sells_food = BooleanField(_l("Food or drink is among it"))

    def offer(self) -> None:
        """Fill in the countries."""
        self.country.choices = options([("", _l("Choose")), *_countries()])

    def sheet(self) -> AdmissionSheet:
        """Return what was typed."""
        return AdmissionSheet(
            self.legal_name.data or "", self.country.data, self.contact.data or "", self.story.data or "",
            bool(self.sells_food.data),
        )  # fmt: skip


class PermitForm(Form):
    """A permit as it stands on the paper. Files that were sent before and refused with the form are in ``kept``."""

    number = StringField(_l("Number"), [filled(), at_most(60)])
    last_day = DateField(_l("Holds until"), [Optional()])
    documents = MultipleFileField(_l("The paper itself"))

    def until(self) -> date | None:
        """Return the last day; nothing where none was entered."""
        return self.last_day.data


class MessageForm(Form):
    """A question, or its answer."""

    words = TextAreaField(_l("Message"), [filled(), at_most(STORY_MAX)])


class AppealForm(Form):
    """Why a delisting is wrong, and what shows it."""

    words = TextAreaField(
        _l("Why it is wrong"), [filled(_l("Say why it is wrong; another person of ours reads it.")), at_most(STORY_MAX)]
    )
    documents = MultipleFileField(_l("Photos and papers"))
