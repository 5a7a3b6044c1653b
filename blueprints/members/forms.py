"""Whom to invite, and what people may do."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import DateField, PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from trade.parties.queries import RegionRow
from trade.parties.rules import PASSWORD_MAX, RATED, Role, SpendingLimits
from trade.parties.tax_ids import KINDS, TaxSheet
from web.access import viewer
from web.choices import options
from web.fields import PercentField
from web.forms import Form, MoneyField, at_most, filled
from web.naming import named
from web.tax_words import TAX_CLASSES
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import role_word


class RolesField(SelectMultipleField):
    """Roles to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def roles(self) -> tuple[Role, ...]:
        """Return what was ticked."""
        return tuple(Role(name) for name in self.data or ())


class RolesForm(Form):
    """What a member may do."""

    roles = RolesField(_l("Roles"))

    def offer(self, roles: Sequence[Role]) -> None:
        """Show the roles that mean something in this organisation."""
        self.roles.choices = [(str(role), role_word(role)) for role in roles]


class InvitationForm(RolesForm):
    """Somebody who is to become a member."""

    login = StringField(_l("E-mail or phone number"), [filled(), at_most(200)])


class PasswordForm(Form):
    """Show again that it is you."""

    password = PasswordField(_l("Your password"), [filled(), at_most(PASSWORD_MAX)])


class LimitsForm(Form):
    """What a member may order without asking; an empty field is no limit."""

    order_limit = MoneyField(_l("One order at most"), zero=True)
    month_limit = MoneyField(_l("A month at most"), zero=True)

    def process(self, *arguments: Any, **values: Any) -> None:
        """Read amounts in the organisation's currency."""
        who = viewer()
        if who is not None and who.currency:
            self.order_limit.currency = self.month_limit.currency = who.currency
        super().process(*arguments, **values)

    def limits(self) -> SpendingLimits:
        """Return what was typed."""
        return SpendingLimits(self.order_limit.data, self.month_limit.data)


class OwnAddressForm(Form):
    """Where the organisation itself is."""

    address = TextAreaField(_l("Address"), [filled(_l("Enter street, town and postcode.")), at_most(400)])
    region = SelectField(_l("Region"))

    def offer(self, regions: Iterable[RegionRow]) -> None:
        """Fill in the regions to choose from."""
        known = ((row.code, f"{row.country} · {named(row)}") for row in regions)
        self.region.choices = options([("", _("No region")), *known])


class TaxRateForm(Form):
    """The tax that a seller's prices hold for goods of a class, from a day on."""

    tax_class = SelectField(
        _l("Tax class"), [filled()], choices=options((str(tax_class), TAX_CLASSES[tax_class]) for tax_class in RATED)
    )
    rate = PercentField(_l("Tax in your prices, in per cent"), [filled(_l("Enter the rate; 0 where you charge none."))])
    in_force_from = DateField(_l("Holds from"), [filled(_l("Enter the first day on which it holds."))])


class TaxIdentityForm(Form):
    """Who the organisation is to the tax office."""

    country = SelectField(_l("Tax office of"), choices=options((code, code) for code in sorted(KINDS)))
    legal_name = StringField(
        _l("Legal name"), [filled(_l("Enter the name under which it is registered.")), at_most(160)]
    )
    tax_id = StringField(_l("Tax number"), [at_most(40)])
    address = StringField(_l("Registered address"), [at_most(400)])
    phone = StringField(_l("Telephone"), [at_most(40)])
    bank_name = StringField(_l("Bank"), [at_most(120)])
    bank_account = StringField(_l("Account"), [at_most(60)])

    def sheet(self) -> TaxSheet:
        """Return what was typed."""
        texts = {name: (field.data or "").strip() for name, field in self._fields.items() if hasattr(TaxSheet, name)}
        return TaxSheet(**texts)
