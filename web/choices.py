"""What a select or a group of radio buttons offers."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields import choices

SelectChoice: Any = choices.SelectChoice  # type: ignore[attr-defined] # the stubs are older than the library


def options(pairs: Iterable[tuple[str, object]]) -> list[Any]:
    """Return (value, label) pairs as a field's choices; a lazy label is translated when it is drawn."""
    return [SelectChoice(value, label) for value, label in pairs]
