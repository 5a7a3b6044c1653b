"""Whom to invite, and what people may do."""

from collections.abc import Sequence

from wtforms import SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from trade.parties.rules import Role
from web.forms import Form, at_most, filled
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
