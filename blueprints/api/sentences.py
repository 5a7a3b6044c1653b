"""What is refused here alone."""

from web.sentences import FIELD_SENTENCES
from web.translation import lazy_gettext as _l

FIELD_SENTENCES["twice"] = _l("This line comes twice. Add the quantities up.")
