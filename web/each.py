"""One form that asks for the same thing of several records: which were chosen, and a key for each of them."""

from dataclasses import replace
from uuid import UUID

from flask import request

from trade.kernel.paging import PAGE_ROWS_MAX
from trade.kernel.work import Call


def chosen(name: str) -> list[UUID]:
    """Return the ids ticked under ``name``, each once and at most a page of them; what is no id is passed over."""
    found: dict[UUID, None] = {}
    for text in request.form.getlist(name)[:PAGE_ROWS_MAX]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def call_for(call: Call, part: str) -> Call:
    """Return the call for one of several effects: the same form sent twice repeats none of them."""
    return replace(call, command=call.command.part(part)) if call.command is not None else call
