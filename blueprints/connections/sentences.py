"""What is refused on these pages."""

from typing import Any

from trade.kernel.errors import InvalidInput
from web.sentences import FIELD_SENTENCES, field_sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

FIELD_SENTENCES["scopes_for_kind"] = _l("Tick at least one thing that the program may do.")
FIELD_SENTENCES.update(
    {
        "types_unknown": _l("Tick at least one thing that it is to be told."),
        "url_shape": _l("Enter an address such as https://erp.example.com/pinhuo, without spaces and without #."),
        "url_user": _l("Leave user name and password out of the address: notices are signed instead."),
        "url_https": _l("The address must begin with https://, so that nobody reads along."),
        "url_host": _l(
            "Enter a public name such as erp.example.com: numbers and names of your own network are not reached."
        ),
        "url_port": _l("Use port 443, or one from 1024 up."),
    }
)


@field_sentence("webhooks_max")
def _webhooks_max(error: InvalidInput) -> str:
    facts: Any = error.facts
    return _("An organisation has at most %(most)s webhooks. Remove one first.", most=facts["maximum"])
