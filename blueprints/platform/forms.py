"""What platform staff type."""

from collections.abc import Iterable
from typing import Final

from wtforms import MultipleFileField, RadioField, SelectField, StringField, TextAreaField

from trade.kernel.money import EXPONENTS
from trade.parties.actions import NewOrganisation
from trade.parties.queries import RegionRow
from trade.parties.rules import OrganisationKind
from web.choices import options
from web.forms import Form, at_most, filled
from web.naming import named
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import KINDS

ZONES: Final = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Warsaw",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
)
"""Where the market's organisations keep their day; another zone is set by whoever runs the market."""

INVITED: Final = tuple(kind for kind in OrganisationKind if kind is not OrganisationKind.PLATFORM)


class InvitationForm(Form):
    """A new organisation and its owner."""

    kind = SelectField(_l("Kind"), [filled()], choices=options((str(kind), KINDS[kind]) for kind in INVITED))
    name = StringField(_l("Name on the market"), [filled(), at_most(120)])
    legal_name = StringField(_l("Legal name"), [at_most(160)])
    tax_id = StringField(_l("Tax number"), [at_most(40)])
    region = SelectField(_l("Region"))
    currency = SelectField(_l("Currency"), [filled()], choices=options((code, code) for code in EXPONENTS))
    time_zone = SelectField(_l("Time zone"), [filled()])
    address = TextAreaField(_l("Delivery address"), [at_most(400)])
    login = StringField(_l("Owner's e-mail or phone number"), [filled(), at_most(200)])
    locale = RadioField(
        _l("Language of the letter"),
        [filled()],
        choices=options([("en", "English"), ("zh_Hans", "简体中文")]),
        default="en",
    )

    def offer(self, regions: Iterable[RegionRow], zone: str) -> None:
        """Fill in what can be chosen; ``zone`` is the reader's own and stands first."""
        known = ((row.code, f"{row.country} · {named(row)}") for row in regions)
        self.region.choices = options([("", _("No region")), *known])
        zones = dict.fromkeys((zone, *ZONES))
        self.time_zone.choices = options((name, name.replace("_", " ")) for name in zones)

    def organisation(self) -> NewOrganisation:
        """Return what was typed."""
        return NewOrganisation(
            kind=OrganisationKind(self.kind.data),
            name=self.name.data or "",
            legal_name=self.legal_name.data or "",
            tax_id=self.tax_id.data or "",
            login=self.login.data or "",
            currency=self.currency.data,
            time_zone=self.time_zone.data,
            region_code=self.region.data or None,
            address=self.address.data or "",
            locale=self.locale.data,
        )


class ReasonForm(Form):
    """Why something is done that somebody will ask about."""

    reason = StringField(_l("Reason"), [filled(_l("Say why; the organisation reads it.")), at_most(200)])


class AdmissionReasonForm(Form):
    """What is wrong with a permit, or with an organisation that would like to be let in."""

    reason = StringField(
        _l("What is wrong"), [filled(_l("Say what is wrong; the organisation reads it.")), at_most(200)]
    )


class QuestionForm(Form):
    """A question to an organisation."""

    words = TextAreaField(_l("Message"), [filled(), at_most(1000)])


class DelistingForm(Form):
    """Why a seller should be taken off the market, and what shows it."""

    reason = TextAreaField(
        _l("Why"), [filled(_l("Say why; the organisation reads it once it is decided.")), at_most(1000)]
    )
    evidence = MultipleFileField(_l("Evidence"))


class DropForm(Form):
    """Why a proposal is not followed."""

    reason = StringField(_l("Why not"), [filled(), at_most(200)])


class AppealAnswerForm(Form):
    """How an appeal is decided, and why."""

    answer = TextAreaField(_l("Your answer"), [filled(_l("Say why; the organisation reads it.")), at_most(1000)])
