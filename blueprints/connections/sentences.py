"""What is refused on these pages."""

from web.sentences import FIELD_SENTENCES
from web.translation import lazy_gettext as _l

FIELD_SENTENCES["scopes_for_kind"] = _l("Tick at least one thing that the program may do.")
