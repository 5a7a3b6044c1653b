"""What is asked when an organisation connects a system of its own."""

from collections.abc import Sequence
from typing import Final

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.connections.words import SCOPES
from trade.parties.rules import TokenScope
from web.forms import Form, at_most, filled
from web.translation import lazy_gettext as _l

LIFETIMES: Final = (("90", _l("90 days")), ("365", _l("A year")), ("0", _l("Until it is revoked")))


class ScopesField(SelectMultipleField):
    """Scopes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TokenForm(Form):
    """A program that is to act for the organisation."""

    name = StringField(_l("Which program"), [filled(), at_most(80)])
    scopes = ScopesField(_l("What it may do"))
    days = SelectField(_l("The token works for"), [filled()], default="365")

    def offer(self, scopes: Sequence[TokenScope]) -> None:
        """Show the scopes that mean something in this organisation, and how long a token may last."""
        self.days.choices = [(days, str(words)) for days, words in LIFETIMES]
        self.scopes.choices = [(str(scope), str(SCOPES[scope])) for scope in scopes]

    def chosen(self) -> tuple[TokenScope, ...]:
        """Return what was ticked."""
        return tuple(TokenScope(scope) for scope in self.scopes.data or ())

    def lifetime(self) -> int | None:
        """Return for how many days the token works; ``None`` without end."""
        return int(self.days.data) or None
