"""What was earned: statements whose lines add up."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue

from blueprints.supplier.asking import cursor
from blueprints.supplier.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.settlement.queries import disputes, statement_items, statement_lines, statement_sums, statements_after
from trade.settlement.queries import statement as statement_head
from web.access import actor, requires, session
from web.fragments import respond
from web.timeline import timeline_of


@blueprint.get("/statements")
@requires(Permission.SEE_EARNINGS)
def statement_list() -> ResponseReturnValue:
    """Show the statements, newest first."""
    page = statements_after(session(), actor(), cursor=cursor())
    further = url_for("supplier.statement_list", cursor=page.next_cursor) if page.next_cursor else ""
    return respond("supplier/statements.html", "supplier/_statements.html", rows=page.rows, further=further)


@blueprint.get("/statements/<uuid:statement_id>")
@requires(Permission.SEE_EARNINGS)
def statement(statement_id: UUID) -> ResponseReturnValue:
    """Show a statement line by line, with its lines added up anew."""
    head = statement_head(session(), actor(), statement_id)
    page = statement_lines(session(), head.id, cursor=cursor())
    return respond(
        "supplier/statement.html",
        "supplier/_statement_lines.html",
        head=head,
        lines=page.rows,
        items=statement_items(session(), head.id),
        disputes=disputes(session(), actor(), statement_id=head.id),
        sums=statement_sums(session(), head),
        is_part=bool(page.next_cursor or request.args.get("cursor")),
        further=url_for("supplier.statement", statement_id=head.id, cursor=page.next_cursor)
        if page.next_cursor
        else "",
        happened=timeline_of(session(), "statement", head.id, currency=head.net.currency),
    )
