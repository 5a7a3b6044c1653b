"""Views of one list as a row of links: by category, by state. What ``tabs`` in ``components/record.html`` draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from flask import url_for

from trade.ordering.queries import CategoryRow
from web.naming import named
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


def category_tabs(categories: Sequence[CategoryRow], endpoint: str, chosen: str, search: str) -> list[Tab]:
    """Return a tab for all goods and one for each category; what is searched for stays."""
    here, asked = url_for(endpoint), {"q": search} if search else {}
    rest = [
        Tab(named(row), f"{here}?{urlencode({**asked, 'category': row.slug})}", row.slug == chosen)
        for row in categories
    ]
    everything = f"{here}?{urlencode(asked)}" if asked else here
    return [Tab(_("All"), everything, not any(tab.current for tab in rest)), *rest]


def state_tabs(counts: Mapping[S, int], order: Sequence[S], endpoint: str, chosen: str | None) -> list[Tab]:
    """Return a tab for all records and one for each state in which there are some, in the given order."""
    everything = Tab(_("All"), url_for(endpoint), chosen is None, sum(counts.values()))
    states = [state for state in order if counts.get(state) or state == chosen]
    rest = [
        Tab(state_word(state).word, url_for(endpoint, state=str(state)), state == chosen, counts.get(state, 0))
        for state in states
    ]
    return [everything, *rest]
