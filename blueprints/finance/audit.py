"""The audit trail: who did what, when and to what, with what it was before; and whether the books can be trusted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.audit import AuditFilter, AuditRow, audited
from trade.ledger.queries import chain_state, last_verification, reports
from trade.ordering.queries import all_orders
from trade.parties.queries import ids_named, names_of
from trade.payouts.queries import find_settled
from web.access import actor, requires, session
from web.books import record_url
from web.days import day_asked
from web.sheets import Cell, all_rows, csv_answer, workbook_answer
from web.timeline import change_words
from web.translation import gettext as _
from web.words import EVENTS

FIELDS: Final = ("who", "what", "about", "since", "until")


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words. ``details`` are (label, before, after)."""

    number: int
    at: datetime
    what: str
    who: str
    url: str
    details: Sequence[tuple[str, str, str]]


@blueprint.get("/audit")
@requires(Permission.SEE_FINANCE)
def audit() -> ResponseReturnValue:
    """Show events, newest first, with before and after; beside them the chain and the reports of the nightly proof."""
    page = audited(session(), _wanted(), cursor=request.args.get("after"), limit=50)
    view = _view()
    return render_template(
        "finance/audit.html",
        rows=list(_told(page.rows)),
        view=view,
        verbs=sorted(((verb, str(word)) for verb, word in EVENTS.items()), key=lambda pair: pair[1]),
        is_narrowed=any(view.values()),
        further=url_for(".audit", **view, after=page.next_cursor) if page.next_cursor else "",
        csv=url_for(".audit_csv", **view),
        workbook=url_for(".audit_workbook", **view),
        verification=last_verification(session()),
        chain=chain_state(session()),
        reports=reports(session()),
    )


@blueprint.get("/audit.csv")
@requires(Permission.SEE_FINANCE)
def audit_csv() -> Response:
    """Answer this view as a file, whole facts included."""
    return csv_answer("audit", _header(), _rows())


@blueprint.get("/audit.xlsx")
@requires(Permission.SEE_FINANCE)
def audit_workbook() -> Response:
    """Answer this view as a workbook."""
    return workbook_answer("audit", _("Audit trail"), _header(), _rows())


def _view() -> dict[str, Any]:
    return {name: request.args.get(name, "").strip()[:80] or None for name in FIELDS}


def _wanted() -> AuditFilter:
    asked = _view()
    return AuditFilter(
        who=ids_named(session(), asked["who"]) if asked["who"] else None,
        verb=asked["what"] or "",
        subject_ids=_subjects(asked["about"]) if asked["about"] else None,
        since=day_asked(asked["since"]),
        before=day_asked(asked["until"], after=True),
    )


def _subjects(text: str) -> set[UUID]:
    """Find what is meant: an id, or the beginning of the reference of an order, a statement or a payout."""
    try:
        return {UUID(text)}
    except ValueError:
        pass
    orders = all_orders(session(), actor(), search=text, limit=50)
    return {row.id for row in orders.rows} | {hit.id for hit in find_settled(session(), actor(), text)}


def _told(rows: Sequence[AuditRow]) -> Iterator[Told]:
    ids = {key for row in rows for key in (row.person_id, row.organisation_id) if key is not None}
    names = names_of(session(), ids)
    for row in rows:
        who = [names[key] for key in (row.person_id, row.organisation_id) if key in names]
        yield Told(
            row.number, row.at, _what(row.verb), " · ".join(who) or _("Pinhuo, by itself"),
            record_url(row.subject, row.subject_id), change_words(row.before, row.after),
        )  # fmt: skip


def _what(verb: str) -> str:
    return str(EVENTS.get(verb) or _("Something was done"))


def _header() -> Sequence[str]:
    return [
        _("Number"), _("When"), _("What"), _("Event"), _("Person"), _("Organisation"), _("Subject"), _("Id"),
        _("Before"), _("After"),
    ]  # fmt: skip


def _rows() -> Iterator[Sequence[Cell]]:
    wanted, names = _wanted(), dict[UUID, str]()
    for row in all_rows(lambda cursor: audited(session(), wanted, cursor=cursor)):
        fresh = {key for key in (row.person_id, row.organisation_id) if key is not None and key not in names}
        names.update(dict.fromkeys(fresh, "") | names_of(session(), fresh))
        yield (
            row.number, row.at, _what(row.verb), row.verb, _name(names, row.person_id),
            _name(names, row.organisation_id), row.subject, row.subject_id, _facts(row.before), _facts(row.after),
        )  # fmt: skip


def _name(names: dict[UUID, str], key: UUID | None) -> str:
    return names.get(key, "") if key is not None else ""


def _facts(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else ""
