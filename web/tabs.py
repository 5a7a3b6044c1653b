"""Views of one list as a row of links: by category, by state. What ``tabs`` in ``components/record.html`` draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import url_for

from web.translation import gettext as _
from web.words import state_word

S = TypeVar("S", bound=str)


@dataclass(frozen=True, slots=True)
class Tab:
    """One view: its label, where it is, whether it is this one, and how much is there (``None``: not counted)."""

    label: str
    url: str
    current: bool
    count: int | None = None


def state_tabs(counts: Mapping[S, int], order: Sequence[S], endpoint: str, chosen: str | None) -> list[Tab]:
    """Return a tab for all records and one for each state in which there are some, in the given order."""
    everything = Tab(_("All"), url_for(endpoint), chosen is None, sum(counts.values()))
    states = [state for state in order if counts.get(state) or state == chosen]
    rest = [
        Tab(state_word(state).word, url_for(endpoint, state=str(state)), state == chosen, counts.get(state, 0))
        for state in states
    ]
    return [everything, *rest]
