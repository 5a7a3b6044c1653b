"""A seller's scorecard with its arithmetic, and the platform's list of all of them."""

from __future__ import annotations

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.scoring.blueprint import blueprint
from blueprints.scoring.words import part_word, rules
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.scoring.queries import Scorecard, comments_on, scorecard, scorecards
from trade.scoring.rules import Part
from web import portals
from web.access import actor, requires, session
from web.sheets import KINDS, Cell, list_answer
from web.translation import gettext as _


@blueprint.get("")
@requires(Permission.SEE_SALES)
def own_card() -> ResponseReturnValue:
    """Show the viewer's organisation how it does, number by number, and what would raise it most."""
    card = scorecard(session(), actor().organisation)
    comments = comments_on(session(), actor())
    return render_template(
        "scoring/card.html", layout=portals.frame(), card=card, comments=comments, rules=rules(), is_own=True
    )


@blueprint.get("/sellers")
@requires(Permission.OVERSEE)
def card_list() -> ResponseReturnValue:
    """Show every seller's newest scorecard, the best first."""
    return render_template("scoring/list.html", layout=portals.frame(), cards=scorecards(session()), parts=tuple(Part))


@blueprint.get(f"/sellers.<{KINDS}:kind>")
@requires(Permission.OVERSEE)
def cards_file(kind: str) -> ResponseReturnValue:
    """Answer the list as a file."""
    header = [_("Seller"), _("On"), _("Score")]
    for part in Part:
        header += [part_word(part), _("of")]
    return list_answer(kind, "scorecards", _("Scorecards"), header, map(_cells, scorecards(session())))


@blueprint.get("/sellers/<uuid:seller_id>")
@requires(Permission.OVERSEE)
def card(seller_id: UUID) -> ResponseReturnValue:
    """Show one seller's scorecard to the platform."""
    found = scorecard(session(), seller_id)
    if found is None:
        raise NotFound("scorecard", seller_id)
    return render_template(
        "scoring/card.html", layout=portals.frame(), card=found, comments=(), rules=rules(), is_own=False
    )


def _cells(one: Scorecard) -> list[Cell]:
    cells: list[Cell] = [one.seller_name, one.on_day.isoformat(), one.score]
    for part in one.parts:
        cells += [part.good, part.of]
    return cells
