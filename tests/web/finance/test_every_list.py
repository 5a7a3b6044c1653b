"""Every list of the finance desk can be taken along as a file: found from the routes and the tables on their pages."""

from __future__ import annotations

from typing import Final

from tests.pages import Page
from tests.web.strangers import doors, furnish

FIGURES: Final = {
    "In force now", "Taken now", "Where the money is", "The bank's balance and ours",
    "In the books", "Parts", "What changed it", "What the seller earned last",
    "Waiting, the oldest first",
}  # fmt: skip
"""No lists: a handful of figures that stand alone, the parts of one record, and the top of a list that has its own page."""


def test_every_list_of_the_finance_desk_is_given_as_a_file(app, session):
    world, seen, without = furnish(app, session), set(), dict[str, set[str]]()
    for door in doors(app):
        if (
            door.is_change
            or not door.rule.endpoint.startswith("finance.")
            or "kind" in door.rule.rule.rpartition(".")[2]
        ):
            continue
        answer = world.knock("checker", door)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = Page(answer)
        captions = {one.get_text(strip=True) for one in page.soup.select("main table caption")} - FIGURES
        seen |= captions
        if captions and not page.has_link("CSV"):
            without[door.rule.endpoint] = captions
    assert without == {}
    assert len(seen) > 20, seen
