"""How a ladder looks to buyers, drawn from what is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from blueprints.supplier.ladder_words import problem_sentence
from blueprints.supplier.step_forms import StepsForm
from trade.pricing.meter import LadderMeter, meter_of
from trade.pricing.rules import Candidate, Ladder, Source, price_for, problems_of_terms
from web.access import viewer
from web.naming import unit_word
from web.translation import gettext as _

NOT_SAVED = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Preview:
    """The ladder as buyers would meet it at the smallest order, or why it cannot be drawn yet."""

    meter: LadderMeter | None
    problems: Sequence[str]


def preview_of(form: StepsForm, unit: str = "") -> Preview:
    """Draw what was typed, or say row by row why not."""
    problems = [
        _("Step %(n)s: %(problem)s", n=row.number, problem=problem)
        for row in form.rows
        for problem in [*row.quantity.process_errors, *row.unit_price.process_errors]
    ]
    half = [row.number for row in form.rows if not row.is_empty and None in {row.quantity.data, row.unit_price.data}]
    if problems or half:
        more = [_("Step %(n)s: enter quantity and price.", n=n) for n in half] if not problems else []
        return Preview(None, [*problems, *more])
    steps, rule = form.steps(), form.rule()
    found = problems_of_terms(form.terms(), rule) if steps else []
    if found or not steps:
        said = [_("Step %(n)s: %(problem)s", n=n + 1, problem=problem_sentence(why, rule)) for n, why in found]
        return Preview(None, said)
    return Preview(_meter(form, unit), ())


def _meter(form: StepsForm, unit: str) -> LadderMeter:
    who, rule = viewer(), form.rule()
    terms = form.terms()
    ladder = Ladder(terms.steps, who.currency if who is not None else "CNY", terms.mode, terms.counting)
    candidate = Candidate(Source.BASE_LIST, NOT_SAVED, ladder)
    price = price_for(NOT_SAVED, [candidate], rule.minimum, rule=rule)
    return meter_of(ladder, rule.minimum, unit_word(unit), price.next_step)
