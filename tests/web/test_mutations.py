"""S3: price, total, owner and state cannot be sent by the client, and no form, however mangled, is answered with a fault.

Every form that its owner is shown is sent again and again with one thing wrong. What goes wrong is drawn with a seed that
a failure names; the same sample at every change, another one each time in the soak.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.trade.looking import snapshot
from tests.web.crawling import FoundForm, walk
from tests.web.strangers import World, furnish

ROLES = ("retailer", "supplier", "distributor", "support", "maker", "checker")
NO_NUMBERS = (
    "-1", "-0.01", "1e309", "1e5", "NaN", "nan", "Infinity", "-Infinity", "1_000", "0x10", "+5", "½", "1;2", "٣",
    "9" * 18, "9" * 400, "1.2.3", "--", "1 OR 1=1", "²", "六", "1/0", "true", "None", "[]", "${7*7}",
)  # fmt: skip
NO_TEXTS = (
    "\ud800",
    "\u202e" * 50,
    "x" * 100_000,
    "\r\nSet-Cookie: a=b",
    "%00",
    "{{7*7}}",
    "\x07",
    "🫖" * 200,
    "' OR ''='",
)
OWNED = (
    "organisation_id", "buyer_id", "seller_id", "person_id", "placed_by", "made_by", "asked_by", "prepared_by", "payer_id",
)  # fmt: skip
PRICED = (
    "price",
    "unit_price",
    "amount",
    "amount_minor",
    "total",
    "total_minor",
    "net_minor",
    "commission_rate",
    "balance",
)
STATED = ("state", "status", "paid", "role", "roles", "kind", "is_admin", "permissions", "version", "approved")
EVERY_CHANGE = 25
CANARY, AMOUNT = "planted-by-a-form", "918273645"


@dataclass(frozen=True)
class Mutation:
    """One form with one thing wrong. ``refused``: it must change nothing at all."""

    form: FoundForm
    data: dict[str, Any]
    what: str
    refused: bool = False


@pytest.fixture
def world(app, session) -> World:
    return furnish(app, session)


def mutations(form: FoundForm, stranger: str) -> Iterator[Mutation]:
    """Return everything that may be wrong with a form."""
    for name in form.numbers:
        for wrong in NO_NUMBERS:
            yield Mutation(form, {**form.data, name: wrong}, f"{name}={wrong[:20]!r}", refused=True)
        yield Mutation(form, {**form.data, name: [form.data.get(name, "1"), "-7"]}, f"{name} twice")
        yield Mutation(form, {**form.data, name: ["-7", form.data.get(name, "1")]}, f"{name} twice", refused=True)
        yield Mutation(form, {**form.data, name: "６"}, f"{name} full-width")
    for name in sorted(form.data.keys() - {"csrf_token", "idempotency_key"}):
        for wrong in NO_TEXTS:
            yield Mutation(form, {**form.data, name: wrong}, f"{name}={wrong[:8]!r}")
        yield Mutation(form, {**form.data, name: ["", CANARY * 30]}, f"{name} twice")
        yield Mutation(form, {key: value for key, value in form.data.items() if key != name}, f"no {name}")
    for names, planted in ((OWNED, stranger), (PRICED, AMOUNT), (STATED, CANARY)):
        more = dict.fromkeys(set(names) - form.data.keys() - set(form.numbers), planted)
        yield Mutation(form, {**more, **form.data}, f"planted {planted}")


def mentions(world: World, *words: str) -> dict[str, int]:
    """Count the rows, of any table, in which one of these words stands."""
    with world.market.as_system() as session:
        tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).all()
        likes = " OR ".join(f"t::text LIKE '%{word}%'" for word in words)
        counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name} t WHERE {likes}" for name in tables)
        return {name: count for name, count in session.execute(text(counts)) if count}


@pytest.mark.parametrize("sample", [EVERY_CHANGE, pytest.param(900, marks=pytest.mark.soak)])
@pytest.mark.parametrize("who", ROLES)
def test_a_mangled_form_is_refused_kindly_and_plants_nothing(world: World, who: str, sample: int) -> None:
    seed = sample if sample == EVERY_CHANGE else random.SystemRandom().randrange(1 << 32)
    stranger = str(uuid4())
    planted = (stranger, AMOUNT)
    forms = [
        form for form in walk(world.desks[who]).forms.values() if not form.action.startswith(("/sign-out", "/lang"))
    ]
    everything = [mutation for form in forms for mutation in mutations(form, stranger)]
    drawn = random.Random(seed).sample(everything, min(sample, len(everything)))
    untouched = mentions(world, *planted)
    desk, wrong = world.desks[who], list[tuple[Any, ...]]()
    for mutation in drawn:
        world.session.commit()
        before = snapshot(world.session) if mutation.refused else {}
        sent = {**mutation.data, "csrf_token": desk.csrf_token(), "idempotency_key": uuid4().hex}
        try:
            answer = desk.browser.post(mutation.form.action, data=sent)
        except UnicodeEncodeError:
            continue  # no browser can send it either
        if answer.status_code >= 500 or (mutation.refused and snapshot(world.session) != before):
            wrong.append((mutation.form.action, mutation.what, answer.status_code))

    assert wrong == [], f"seed {seed}"
    assert mentions(world, *planted) == untouched, f"seed {seed}"
