"""A buyer's statement of account: the wallet over a month, each movement with the record behind it."""

from datetime import datetime, timedelta
from typing import Any, Final

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.papers.blueprint import blueprint
from trade.invoicing.queries import wallet_statement
from trade.kernel.actor import Permission
from trade.kernel.money import EXPONENTS
from trade.ordering.queries import WalletLine
from trade.pooling.queries import pools_of_commitments
from web.access import actor, requires, session, viewer
from web.filters import day, instant, money, viewers_zone
from web.printed import Printed, PrintedTable, foot_of, page_of, pdf_of
from web.translation import gettext as _
from web.wallet_words import reason_word

WEEK: Final = timedelta(days=7)


@blueprint.get("/account")
@requires(Permission.SEE_PURCHASES)
def account() -> ResponseReturnValue:
    """Show the wallet over a month."""
    since, _before = _month()
    view = _view(since)
    earlier = url_for(".account", **_view((since - WEEK).replace(day=1)))
    return page_of(
        _printed(),
        back=(_("Papers"), url_for(".paper_list")),
        pdf=url_for(".account_pdf", **view),
        files=[(_("The month before"), earlier)],
    )


@blueprint.get("/account.pdf")
@requires(Permission.SEE_PURCHASES)
def account_pdf() -> Response:
    """Answer the statement of account as PDF."""
    return pdf_of(_printed())


def _view(since: datetime) -> dict[str, Any]:
    return {"month": since.strftime("%Y-%m"), "currency": _currency()}


def _currency() -> str:
    """Return the currency asked for, or that of the organisation."""
    who, asked = viewer(), request.args.get("currency", "")
    return asked if asked in EXPONENTS else (who.currency if who and who.currency else "CNY")


def _month() -> tuple[datetime, datetime]:
    """Return the month asked for as [first instant, first of the next); the present one where it is none."""
    zone = viewers_zone()
    now = clock.now().astimezone(zone)
    try:
        found = datetime.strptime(request.args.get("month", ""), "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        found = now
    found = found if 1970 < found.year < 9000 else now
    first = found.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following


def _printed() -> Printed:
    since, before = _month()
    found = wallet_statement(session(), actor(), _currency(), since=since, before=before)
    pools = pools_of_commitments(session(), {line.commitment_id for line in found.lines if line.commitment_id})
    who = viewer()
    name = f"account-{since:%Y-%m}"
    columns = [(_("Date"), ""), (_("What"), "wide"), (_("Document"), ""), (_("Amount"), "num"), (_("Held then"), "num")]
    rows = [[day(since), _("Held before"), "", "", money(found.opening)]]
    for line in found.lines:
        pool = pools.get(line.commitment_id) if line.commitment_id else None
        rows.append(_line(line, pool.reference if pool else line.reference))
    came, went = money(found.paid_in), money(found.paid_out)
    sums = [
        [_("Held afterwards"), _("%(came)s came, %(went)s went", came=came, went=went), "", "", money(found.closing)]
    ]
    return Printed(
        name=name,
        title=_("Statement of account, %(month)s", month=since.strftime("%Y-%m")),
        parties=[(_("Wallet of"), [who.organisation_name if who else ""])],
        facts=[(_("From"), day(since)), (_("To"), day(before - timedelta(seconds=1)))],
        tables=[PrintedTable(_("Movements"), columns, rows, sums)],
        notes=[_("What was held before and all movements come to what is held afterwards.")],
        foot=foot_of(name),
    )


def _line(line: WalletLine, reference: str) -> list[str]:
    what = " · ".join(filter(None, [reason_word(line.reason), line.counterpart]))
    return [instant(line.at), what, reference, money(line.amount), money(line.after)]
