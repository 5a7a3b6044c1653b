"""Disputing a line of a statement, and taking that back."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from blueprints.supplier.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotAllowed, NotFound
from trade.settlement.actions import dispute_line, withdraw_dispute
from trade.settlement.queries import StatementLineRow, statement_line
from trade.settlement.queries import statement as statement_head
from web.access import actor, call, requires, session
from web.forms import Form, at_most, filled, invalid
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

PAGE = "supplier/dispute.html"


class DisputeForm(Form):
    """What is wrong with a line."""

    reason = TextAreaField(
        _l("What is wrong?"), [filled(_l("Say what is wrong, so that it can be checked.")), at_most(500)]
    )


@blueprint.get("/statements/<uuid:statement_id>/lines/<uuid:line_id>/dispute")
@requires(Permission.SEE_EARNINGS)
def new_dispute(statement_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Ask what is wrong with a line."""
    return render_template(PAGE, form=DisputeForm(formdata=None), **_about(statement_id, line_id))


@blueprint.post("/statements/<uuid:statement_id>/lines/<uuid:line_id>/dispute")
@requires(Permission.SEE_EARNINGS)
def dispute(statement_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Dispute a line."""
    about, form = _about(statement_id, line_id), DisputeForm()
    if not form.validate():
        return invalid(PAGE, PAGE, form, **about)
    try:
        dispute_line(call(), line_id, reason=form.reason.data or "")
    except DomainError as error:
        form.refuse(error)
        return render_template(PAGE, form=form, **about), 409
    flash(
        _("Said. Our finance staff check it and answer here; what was wrong comes with a later statement."), "waiting"
    )
    return see_other(url_for("supplier.statement", statement_id=statement_id))


@blueprint.post("/statements/<uuid:statement_id>/disputes/<uuid:dispute_id>/withdrawal")
@requires(Permission.SEE_EARNINGS)
def take_dispute_back(statement_id: UUID, dispute_id: UUID) -> ResponseReturnValue:
    """Take a dispute back before it is answered."""
    try:
        withdraw_dispute(call(), dispute_id)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        flash(sentence(error), "danger")
    return see_other(url_for("supplier.statement", statement_id=statement_id))


def _about(statement_id: UUID, line_id: UUID) -> dict[str, Any]:
    head = statement_head(session(), actor(), statement_id)
    line: StatementLineRow = statement_line(session(), head.id, line_id)
    return {"head": head, "line": line}
