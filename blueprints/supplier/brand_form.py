"""What a seller tells of itself."""

from wtforms import IntegerField, TextAreaField
from wtforms.widgets import HiddenInput

from trade.catalogue.rules import STORY_MAX
from web.forms import Form, at_most
from web.translation import lazy_gettext as _l


def one_kind_of_line(text: str | None) -> str:
    """Count a new line as one character, as the browser that limits it does."""
    return (text or "").replace("\r\n", "\n")


class BrandForm(Form):
    """The story, in one language or both."""

    story = TextAreaField(_l("Story in English"), [at_most(STORY_MAX)], filters=[one_kind_of_line])
    story_zh = TextAreaField(_l("Story in Chinese"), [at_most(STORY_MAX)], filters=[one_kind_of_line])
    version = IntegerField(widget=HiddenInput(), default=0)
