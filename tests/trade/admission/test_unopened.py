"""Applications whose link nobody opened are forgotten thirty days after their last letter; nothing else is."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.trade.admission.applying import applicant, document, submitted
from tests.trade.admission.test_admission import WISH
from tests.trade.looking import snapshot
from tests.trade.market import Market
from trade.admission.actions import apply_for_admission, forget_next_unopened
from trade.kernel.actor import Actor
from trade.kernel.base import Base
from trade.kernel.errors import NotAllowed
from trade.kernel.work import bind_actor
from trade.parties.actions import NewOrganisation, invite_organisation, withdraw_invitation
from trade.parties.rules import OrganisationKind

NEW = NewOrganisation(OrganisationKind.SUPPLIER, "Invited", "i@lantern.example", currency="GBP", time_zone="UTC")


def asked(market: Market, name: str = "Red Lantern") -> UUID:
    """Somebody applies, and never opens the letter."""
    apply_for_admission(market.by(Actor.nobody()), replace(WISH, name=name))
    ((found,),) = market.rows("SELECT id FROM organisations WHERE name = :name", name=name)
    return UUID(str(found))


def come_round(market: Market) -> None:
    """What the job does."""
    after = forget_next_unopened(market.by(Actor.system()))
    while after is not None:
        after = forget_next_unopened(market.by(Actor.system()), after=after)


def there(market: Market) -> set[UUID]:
    return {row[0] for row in market.rows("SELECT id FROM organisations")}


def pointing(market: Market, organisation_id: UUID) -> dict[str, int]:
    """Count the rows of every table that points at an organisation and holds this one."""
    columns = [
        (table, key.parent)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "organisations"
    ]
    with market.as_system() as session:
        found = {
            f"{table.name}.{column.name}": len(session.execute(select(column).where(column == organisation_id)).all())
            for table, column in columns
        }
    return {name: rows for name, rows in found.items() if rows}


def test_an_application_nobody_opened_goes_with_all_that_is_its_own_and_once(market: Market) -> None:
    organisation_id = asked(market)
    assert pointing(market, organisation_id) == {"admissions.organisation_id": 1, "invitations.organisation_id": 1}
    market.later(days=30, seconds=-1)
    come_round(market)
    assert organisation_id in there(market)
    market.later(seconds=1)
    come_round(market)

    assert organisation_id not in there(market)
    assert pointing(market, organisation_id) == {}
    assert market.verbs(organisation_id)[-1] == "admission.application_forgotten"
    after = snapshot(market.session)
    come_round(market)
    assert snapshot(market.session) == after


def test_whoever_asked_again_has_thirty_days_from_the_last_letter(market: Market) -> None:
    organisation_id = asked(market)
    market.later(days=25)
    assert asked(market) == organisation_id  # the same wish renews the link
    market.later(days=29)
    come_round(market)
    assert organisation_id in there(market)
    market.later(days=1)
    come_round(market)
    assert organisation_id not in there(market)
    assert asked(market) != organisation_id  # and the same wish is new again


def test_what_was_opened_invited_or_touched_by_somebody_stays(market: Market) -> None:
    opened, waiting = applicant(market), submitted(market)
    invited = invite_organisation(market.by(market.support), NEW)
    touched = asked(market, "Touched")
    document(market, replace(market.supplier, organisation_id=touched))
    invited_again = asked(market, "Invited again")
    with market.as_system() as session:
        session.execute(
            text("UPDATE invitations SET invited_by = :who WHERE organisation_id = :id"),
            {"who": market.support.person_id, "id": invited_again},
        )
    gone = asked(market, "Gone")
    before = there(market)
    market.later(days=400)
    come_round(market)

    assert before - there(market) == {gone}
    assert {opened.organisation, waiting.organisation, invited, touched, invited_again} <= there(market)
    assert len(pointing(market, touched)) == 3  # nothing of it was taken half


def test_an_application_whose_link_was_taken_back_goes_too(market: Market) -> None:
    organisation_id = asked(market)
    ((invitation_id,),) = market.rows("SELECT id FROM invitations WHERE organisation_id = :id", id=organisation_id)
    withdraw_invitation(market.by(market.support), invitation_id)
    market.later(days=30)
    come_round(market)
    assert organisation_id not in there(market)


def test_time_alone_forgets(market: Market) -> None:
    organisation_id = asked(market)
    market.later(days=40)
    for actor in (Actor.nobody(), market.retailer):
        with market.refuses(NotAllowed):
            forget_next_unopened(market.by(actor))
    for actor in (Actor.nobody(), market.retailer, market.support):
        bind_actor(market.session, actor)
        with pytest.raises(DBAPIError, match="by time alone"):
            market.session.execute(
                text("SELECT admission_forget_unopened(:id, :at, :at)"), {"id": organisation_id, "at": market.at}
            )
        market.session.rollback()
    assert organisation_id in there(market)
