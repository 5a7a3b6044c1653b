"""Which address is told what."""

from wtforms import SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.connections.words import TYPES
from web.forms import Form, at_most, filled
from web.translation import lazy_gettext as _l


class TypesField(SelectMultipleField):
    """Things that happen, to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WebhookForm(Form):
    """An address of the organisation's own, and what it is told."""

    url = StringField(_l("Address"), [filled(), at_most(500)])
    types = TypesField(_l("What it is told"))

    def offer(self) -> None:
        """Show everything that can be told."""
        self.types.choices = [(kind, str(words)) for kind, words in TYPES.items()]

    def chosen(self) -> tuple[str, ...]:
        """Return what was ticked."""
        return tuple(self.types.data or ())
