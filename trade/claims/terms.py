"""On which terms a claim is judged now: those of the settings, but for the caps that two people have set since."""

from __future__ import annotations

from dataclasses import replace

from trade.claims.rules import ClaimTerms
from trade.kernel.work import Work
from trade.rates.queries import rate_now
from trade.rates.rules import RateKind


def terms_now(work: Work, terms: ClaimTerms) -> ClaimTerms:
    """The terms with what is paid at once, and by the clock, as it holds at this instant."""
    at_once = rate_now(work.session, RateKind.CLAIM_AT_ONCE, work.at)
    by_itself = rate_now(work.session, RateKind.CLAIM_BY_ITSELF, work.at)
    return replace(
        terms,
        at_once=terms.at_once if at_once is None else int(at_once),
        by_itself=terms.by_itself if by_itself is None else int(by_itself),
    )
