"""Words of admission: permits, what they lack, states, refusals. The organisation's pages and the platform's share them."""

from __future__ import annotations

from typing import Final

from babel import Locale
from flask import Flask

from trade.admission.rules import Lack, NotChecked, PermitKind, PermitsLacking, SamePerson
from trade.admission.rules.delisting import AppealOver, DelistingStands, TookPart
from trade.admission.rules.trial import Asked, Step, TrialUnmet
from trade.kernel.errors import InvalidInput
from web.facts import LABELS
from web.filters import instant
from web.locale import current_locale
from web.sentences import FIELD_SENTENCES, SENTENCES, field_sentence, sentence_for
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS, FACT_WORDS, STATES

PERMITS: Final[dict[str, LazyString]] = {
    PermitKind.BUSINESS: _l("Business licence"),
    PermitKind.FOOD: _l("Food licence"),
    PermitKind.TAX: _l("Tax registration"),
}
TRIAL_STEPS: Final[dict[str, LazyString]] = {
    Asked.DAYS: _l("Days on the market"),
    Asked.DELIVERED: _l("Orders delivered"),
    Asked.IN_TIME: _l("There in time and in full"),
    Asked.CLAIMS: _l("Ended with a complaint that the seller bore"),
    Asked.GOODS: _l("Products held back by an inspection"),
}
LACKS: Final[dict[str, tuple[LazyString, str]]] = {
    Lack.MISSING: (_l("Missing"), "quiet"),
    Lack.GIVEN: (_l("To be looked at"), "waiting"),
    Lack.RETURNED: (_l("Sent back"), "danger"),
    Lack.EXPIRED: (_l("Has run out"), "danger"),
}
STATES.update(
    {
        "refused": (_l("Refused"), "danger"),
        "admission.draft": (_l("Not sent yet"), "quiet"),
        "admission.submitted": (_l("Permits are looked at"), "waiting"),
        "admission.checked": (_l("Waits for the second person"), "waiting"),
        "admission.returned": (_l("Sent back"), "danger"),
        "admission.approved": (_l("Admitted"), "done"),
        "admission.refused": (_l("Refused"), "danger"),
        "delisting.proposed": (_l("Waits for the second person"), "waiting"),
        "delisting.dropped": (_l("Not done"), "quiet"),
        "delisting.delisted": (_l("Off the market"), "danger"),
        "delisting.appealed": (_l("Appeal waits for a third person"), "waiting"),
        "delisting.confirmed": (_l("Appeal turned down"), "danger"),
        "delisting.lifted": (_l("Appeal granted"), "done"),
        "trial.running": (_l("On trial"), "waiting"),
        "trial.passed": (_l("Trial passed"), "done"),
        "trial.ended": (_l("Trial ended"), "danger"),
        "permit.given": LACKS[Lack.GIVEN],
        "permit.returned": LACKS[Lack.RETURNED],
        "permit.accepted": (_l("In order"), "active"),
        "permit.expired": LACKS[Lack.EXPIRED],
        "permit.replaced": (_l("Replaced"), "quiet"),
    }
)
EVENTS.update(
    {
        "parties.organisation_asked": _l("Asked to be let in"),
        "parties.organisation_refused": _l("Refused"),
        "parties.organisation_applied_again": _l("Applies again"),
        "admission.application_forgotten": _l("Forgotten, as its link was never opened"),
        "admission.organisation_described": _l("Said what it is"),
        "admission.permit_given": _l("Permit shown"),
        "admission.permit_accepted": _l("Permit found in order"),
        "admission.permit_returned": _l("Permit sent back"),
        "admission.permit_ending": _l("Told that a permit ends soon"),
        "admission.permit_expired": _l("A permit has run out"),
        "admission.submitted": _l("Sent to be looked at"),
        "admission.checked": _l("All permits checked"),
        "admission.approved": _l("Approved by a second person"),
        "admission.returned": _l("Sent back"),
        "admission.refused": _l("Refused"),
        "admission.trial_begun": _l("Trial begun"),
        "admission.trial_passed": _l("Trial passed"),
        "admission.trial_extended": _l("Trial extended"),
        "admission.trial_ended": _l("Trial ended"),
        "admission.delisting_proposed": _l("Proposed to take it off the market"),
        "admission.delisting_dropped": _l("Not taken off the market"),
        "admission.delisted": _l("Taken off the market"),
        "admission.delisting_appealed": _l("Appealed"),
        "admission.delisting_confirmed": _l("Appeal turned down"),
        "admission.delisting_lifted": _l("Appeal granted: the delisting is lifted"),
        "admission.question_asked": _l("The platform asked a question"),
        "admission.question_answered": _l("The organisation wrote"),
    }
)
LABELS["permit"] = _l("Permit")
FACT_WORDS["permit"] = PERMITS
SENTENCES.update(
    {
        SamePerson: _l("You have checked the permits yourself, so another person decides."),
        TookPart: _l("You proposed it, or decided it before, so another person decides now."),
        DelistingStands: _l("It is off the market already, or somebody has proposed it."),
        NotChecked: _l("Something has changed since you opened this page. Look again, then decide."),
    }
)
FIELD_SENTENCES.update(
    {
        "credit_code_wrong": _l(
            "This is no unified social credit code: it has 18 signs, and one is wrong or missing. Compare it with the licence."
        ),
        "tax_number_wrong": _l("This is no tax number of your country: a digit is wrong or missing."),
        "food_number_wrong": _l("A food licence has the letters JY or SC and 14 digits."),
        "permit_number_wrong": _l("Enter the number as it stands on the paper: letters and digits, up to 40."),
        "food_ends": _l("Enter the last day that stands on the licence."),
        "permit_over": _l("This day is over, so the permit holds no more. Show the renewed one."),
        "permit_too_long": _l("This day is too far away. Check the year."),
    }
)


@field_sentence("documents_count")
def _documents(error: InvalidInput) -> str:
    return _("Show the paper itself: a PDF or photos, %(most)s files at the most.", **error.facts)


@sentence_for(PermitsLacking)
def _lacking(error: PermitsLacking) -> str:
    return _("These are not in order yet: %(permits)s.", permits=", ".join(permit_word(kind) for kind in error.kinds))


@sentence_for(AppealOver)
def _appeal_over(error: AppealOver) -> str:
    return _("The time to appeal ended on %(until)s.", until=instant(error.until))


@sentence_for(TrialUnmet)
def _unmet(error: TrialUnmet) -> str:
    missing = _(", ").join(str(TRIAL_STEPS[asked]) for asked in error.unmet)
    return _("Its trial is not over: this is still missing: %(missing)s. Extend it or end it instead.", missing=missing)


def trial_step(step: Step) -> dict[str, str]:
    """What a trial asks, how much of it is there, and how much is wanted."""
    share = step.asked in {Asked.IN_TIME, Asked.CLAIMS}
    sign = "%" if share else ""
    has = f"{step.has}{sign}" if step.has is not None else _("nothing yet")
    count = f"{step.wants}{sign}"
    wants = _("at most %(count)s", count=count) if step.asked is Asked.CLAIMS else _("at least %(count)s", count=count)
    if step.asked is Asked.GOODS:
        wants = _("none")
    return {"word": str(TRIAL_STEPS[step.asked]), "has": has, "wants": wants}


def permit_word(kind: str) -> str:
    """What a kind of permit is called."""
    return str(PERMITS[kind])


def lack_word(lack: str) -> dict[str, str]:
    """Why a permit does not count, as a word with its tone."""
    word, tone = LACKS[lack]
    return {"word": str(word), "tone": tone}


def country_name(code: str) -> str:
    """What a country is called in the language of the page; its code where it has no name."""
    return str(Locale.parse(current_locale()).territories.get(code, code))


def init_app(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.filters.update(
        permit_word=permit_word, lack_word=lack_word, trial_step=trial_step, country_name=country_name
    )
