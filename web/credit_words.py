"""The words of credit: what moved an account, what points are given for, ages, and why a line does not pay."""

from decimal import Decimal
from math import exp, expm1
from typing import Final

from flask import Flask

from trade.credit.rules import CreditRefused, Fault, NothingOwed, TermKind, Terms
from trade.credit.rules.deciding import AboveAuthority, CaseOpen, OwnCredit, OwnProposal, WriteOffAboveAuthority
from trade.credit.rules.default import Factor
from trade.credit.rules.scorecard import Ground
from web.filters import money, percent
from web.sentences import FIELD_SENTENCES, SENTENCES, sentence_for
from web.translation import LazyString, ngettext
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS, STATES

MOVEMENTS: Final[dict[str, LazyString]] = {
    "invoiced": _l("Order on credit"),
    "repaid": _l("Paid back"),
    "credited": _l("Taken off: cancelled, short, or claimed"),
    "written_off": _l("Given up"),
    "fee_charged": _l("Late fee"),
    "fee_paid": _l("Late fee paid"),
    "fee_waived": _l("Late fee waived"),
}
"""What changed what is owed."""

GROUNDS: Final[dict[Ground, LazyString]] = {
    Ground.TENURE: _l("Days on the market"),
    Ground.PURCHASES: _l("Orders in twelve months"),
    Ground.STEADINESS: _l("Months of twelve with purchases"),
    Ground.KEPT_ORDERS: _l("Orders kept, per cent"),
    Ground.PAYMENT: _l("Invoices paid late"),
    Ground.CLAIMS: _l("Claims"),
}
"""What points are given for, with the figure that decided."""

FACTORS: Final[dict[Factor, LazyString]] = {
    Factor.TENURE: _l("Days on the market"),
    Factor.EARLIER: _l("Invoices before"),
    Factor.LATE_SHARE: _l("Share of them paid late"),
    Factor.WORST: _l("Days late at the worst"),
    Factor.SIZE: _l("Size, against those before"),
    Factor.TERM: _l("Days to pay"),
}
"""What the likelihood of a bad end is reckoned from."""

HARDLY: Final = 0.1
"""What changes the odds by less than a tenth is no reason."""

AGES: Final[tuple[LazyString, ...]] = (
    _l("Not due"),
    _l("Up to 30 days late"),
    _l("31 to 60 days late"),
    _l("61 to 90 days late"),
    _l("More than 90 days late"),
)
TERM_KINDS: Final[dict[TermKind, LazyString]] = {
    TermKind.NET: _l("from the order"),
    TermKind.END_OF_MONTH: _l("from the end of the month"),
}
"""From when the days to pay count."""
FAULTS: Final[dict[Fault, LazyString]] = {
    Fault.NO_LINE: _l("You have no line of credit in this currency."),
    Fault.SUSPENDED: _l("Your line of credit is suspended. Ask our finance people why."),
    Fault.EXPIRED: _l("Your line of credit has ended. Ask for a new one."),
    Fault.OVERDUE: _l("Something you owe is overdue. Pay it, and the line pays again at once."),
    Fault.SHORT: _l("Your line of credit does not reach for this."),
}
"""Why a line does not pay, and what to do."""

SENTENCES.update(
    {
        NothingOwed: _l("Nothing is owed any more, so nothing was taken from the wallet."),
        OwnProposal: _l("You had a hand in this yourself, so somebody else must decide on it. Nothing was changed."),
        OwnCredit: _l(
            "You belong, or have belonged, to this organisation, so somebody else must decide on its credit."
        ),
        CaseOpen: _l("One waits already. It is decided first."),
    }
)
FIELD_SENTENCES.update(
    {
        "credit_expiry": _l("Choose a day after today, within two years."),
        "credit_review": _l("Choose a day from today on, not after the line ends."),
        "credit_first": _l("Choose a day from today on, within two months."),
    }
)
STATES.update(
    {
        "credit.active": (_l("Pays"), "active"),
        "credit.suspended": (_l("Suspended"), "danger"),
        "credit.expired": (_l("Ended"), "quiet"),
        "credit_case.waiting": (_l("Waits"), "waiting"),
        "credit_case.approved": (_l("Approved"), "done"),
        "credit_case.declined": (_l("Declined"), "danger"),
        "credit_case.withdrawn": (_l("Taken back"), "quiet"),
    }
)
EVENTS.update(
    {
        "credit.invoiced": _l("Invoiced: paid on credit"),
        "credit.repaid": _l("Paid back"),
        "credit.fee_charged": _l("Late fee charged"),
        "credit.planned": _l("May be paid in parts"),
        "credit.due_soon": _l("Reminded that it is due soon"),
        "credit.overdue": _l("Reminded that it is overdue"),
        "credit.last_reminder": _l("Reminded for the last time"),
        "credit.write_off_proposed": _l("Proposed to give it up"),
        "credit.write_off_declined": _l("Not given up"),
        "credit.written_off": _l("Given up as never paid"),
        "credit.applied": _l("Asked for credit"),
        "credit.application_approved": _l("Credit granted"),
        "credit.application_declined": _l("Credit declined"),
        "credit.application_withdrawn": _l("Taken back"),
        "credit.proposed": _l("Line proposed"),
        "credit.proposal_revised": _l("Proposal changed"),
        "credit.proposal_approved": _l("Proposal approved"),
        "credit.proposal_declined": _l("Proposal declined"),
        "credit.proposal_withdrawn": _l("Proposal taken back"),
        "credit.line_opened": _l("Line opened"),
        "credit.line_changed": _l("Line changed"),
        "credit.line_suspended": _l("Line suspended"),
        "credit.line_lifted": _l("Line pays again"),
        "credit.line_expired": _l("Line ended"),
    }
)


def fault_words(fault: Fault) -> str:
    """Why a line does not pay, and what to do."""
    return str(FAULTS[fault])


def terms_words(terms: Terms) -> str:
    """How long there is to pay."""
    if terms.kind is TermKind.NET:
        return ngettext("%(num)d day after the order", "%(num)d days after the order", terms.days)
    months = terms.days // 30
    return ngettext("end of the month after the order", "end of the month, %(num)d months after the order", months)


def factor_words(factor: Factor, figure: float) -> str:
    """A figure as people count it."""
    if factor in {Factor.TENURE, Factor.EARLIER, Factor.WORST}:
        return str(round(expm1(figure)))
    return str(round(figure * 30)) if factor is Factor.TERM else share(exp(figure) if factor is Factor.SIZE else figure)


def share(part: float) -> str:
    """A part of one, in per cent with one decimal."""
    return percent(Decimal(f"{part:.3f}"))


def effect_words(effect: float) -> str:
    """What a figure does to the likelihood, compared with the average invoice; ``effect`` is in log-odds."""
    if abs(effect) < HARDLY:
        return _("hardly matters")
    return _("raises it") if effect > 0 else _("lowers it")


def init_app(app: Flask) -> None:
    """Let templates write them."""
    app.add_template_filter(factor_words, "factor_figure")
    app.add_template_filter(share, "share")
    app.add_template_filter(effect_words, "effect")
    app.add_template_filter(fault_words, "credit_fault")
    app.add_template_filter(terms_words, "credit_terms")


@sentence_for(CreditRefused)
def _refused(error: CreditRefused) -> str:
    if error.fault is Fault.SHORT:
        return _(
            "Your line of credit pays %(available)s more, not %(wanted)s. Nothing was ordered.",
            available=money(error.available),
            wanted=money(error.wanted),
        )
    return f"{FAULTS[error.fault]} " + _("Nothing was ordered.")


@sentence_for(AboveAuthority)
def _above(error: AboveAuthority) -> str:
    return _(
        "You may approve lines up to %(authority)s, not %(wanted)s. Somebody with wider authority decides.",
        authority=money(error.authority),
        wanted=money(error.wanted),
    )


@sentence_for(WriteOffAboveAuthority)
def _write_off_above(error: WriteOffAboveAuthority) -> str:
    return _(
        "You may give up at most %(authority)s of an invoice, not %(wanted)s. Somebody with wider authority decides.",
        authority=money(error.authority),
        wanted=money(error.wanted),
    )
