"""What the address of a list asks for."""

import re
from typing import Final

from flask import request

from trade.kernel.cells import CountFault, read_count

_NOTHING: Final = re.compile("[0０]+")


def asked_for(name: str, longest: int = 200) -> str:
    """Return a word of the address, cut to what makes sense."""
    return request.args.get(name, "")[:longest].strip()


def cursor() -> str | None:
    """Return after which row the list goes on."""
    return request.args.get("cursor")


def whole_number(text: str) -> int | None:
    """Read a count as somebody types or sends it, also none at all; nothing for what is no whole number."""
    if _NOTHING.fullmatch(text.strip()):
        return 0
    count = read_count(text)
    return None if isinstance(count, CountFault) else count
