"""What sellers say is wrong with their statements, and the answers."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import Optional

from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError
from trade.settlement import queries
from trade.settlement.actions import answer_dispute
from web.access import actor, call, requires, session
from web.fields import MoneyField
from web.forms import Form, at_most, filled, invalid
from web.fragments import see_other
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE = "finance/dispute.html"


class AnswerForm(Form):
    """The answer to a dispute, in the ``currency`` that it is made with."""

    answer = TextAreaField(_l("Answer"), [filled(_l("Say why: the seller reads it.")), at_most(500)])
    correction = MoneyField(_l("Commission to give back"), [Optional()])

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the correction in the statement's currency."""
        self.correction.currency = kwargs["currency"]
        super().process(*args, **kwargs)


@blueprint.get("/disputes")
@requires(Permission.SEE_FINANCE)
def dispute_list() -> ResponseReturnValue:
    """Show disputed lines: those that wait for an answer first, the longest waiting on top."""
    return render_template("finance/disputes.html", rows=queries.disputes(session(), actor()))


@blueprint.get("/disputes/<uuid:dispute_id>")
@requires(Permission.SEE_FINANCE)
def dispute(dispute_id: UUID) -> ResponseReturnValue:
    """Show what is said to be wrong with a line, and ask for an answer."""
    row = queries.dispute(session(), actor(), dispute_id)
    return render_template(PAGE, form=AnswerForm(formdata=None, currency=row.gross.currency), **_about(row))


@blueprint.post("/disputes/<uuid:dispute_id>/answer")
@requires(Permission.PREPARE_MONEY)
def answer(dispute_id: UUID) -> ResponseReturnValue:
    """Answer a dispute; with an amount it is put right by the next statement, without one it is declined."""
    row = queries.dispute(session(), actor(), dispute_id)
    form = AnswerForm(currency=row.gross.currency)
    if not form.validate():
        return invalid(PAGE, PAGE, form, **_about(row))
    try:
        answer_dispute(call(), dispute_id, answer=form.answer.data or "", correction=form.correction.data)
    except DomainError as error:
        form.refuse(error)
        return render_template(PAGE, form=form, **_about(row)), 409
    flash(_("Answered. The seller reads it on the statement."), "good")
    return see_other(url_for(".dispute", dispute_id=dispute_id))


def waiting() -> int:
    """Count the disputes without an answer."""
    return queries.disputes_open(session())


def _about(row: queries.DisputeRow) -> dict[str, Any]:
    return {"dispute": row, "may_answer": actor().may(Permission.PREPARE_MONEY) and row.answered_at is None}
