"""From a stranger's wish to trading: two stages, two people, and back where something is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.trade.admission import applying
from tests.trade.admission.applying import SHEET, accept_all, applicant, case, checked, second, show, submitted
from tests.trade.market import Market
from trade.admission import actions
from trade.admission.queries import admission_case, admissions, admissions_waiting
from trade.admission.rules import AdmissionState, Lack, NotChecked, PermitKind, PermitsLacking, PermitState, SamePerson
from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.parties.rules import OrganisationKind

B, T = PermitKind.BUSINESS, PermitKind.TAX
WISH = actions.Applicant(OrganisationKind.SUPPLIER, "Red Lantern", "GB", "Owner@Lantern.example", "en")


def state_of(market: Market, owner: Actor) -> str:
    return str(market.rows("SELECT state FROM organisations WHERE id = :id", id=owner.organisation)[0][0])


def test_a_stranger_asks_and_is_sent_a_link_whoever_they_are(market: Market) -> None:
    for wish in (WISH, WISH, replace(WISH, login="somebody@known.example")):
        assert actions.apply_for_admission(market.by(Actor.nobody()), wish) is None

    found = market.rows(
        "SELECT o.state, a.state, a.country, o.currency, count(i.id) FROM organisations o JOIN admissions a ON"
        " a.organisation_id = o.id JOIN invitations i ON i.organisation_id = o.id WHERE o.name = 'Red Lantern' GROUP BY 1, 2, 3, 4, o.id"
    )
    assert found == [("invited", "draft", "GB", "GBP", 1)] * 2  # the second tap sends the first link once more


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"kind": OrganisationKind.PLATFORM}, "kind"), ({"kind": OrganisationKind.LENDER}, "kind"),
     ({"country": "KP"}, "country"), ({"login": "nobody"}, "login")],
)  # fmt: skip
def test_nobody_asks_for_what_is_not_to_be_had(market: Market, wrong: dict[str, Any], field: str) -> None:
    with market.refuses(InvalidInput, field=field):
        actions.apply_for_admission(market.by(Actor.nobody()), replace(WISH, **wrong))


def test_an_organisation_walks_in_by_two_people(market: Market) -> None:
    owner = applicant(market)
    actions.describe_organisation(market.by(owner), SHEET)
    assert case(market, owner).lacks == {B: Lack.MISSING, T: Lack.MISSING}
    with market.refuses(PermitsLacking, kinds=(B, T)):
        actions.submit_admission(market.by(owner))
    show(market, owner, B)
    show(market, owner, T)
    assert case(market, owner).can_submit
    actions.submit_admission(market.by(owner))
    with market.refuses(PermitsLacking, kinds=(B, T)):
        actions.check_admission(market.by(market.support), owner.organisation)
    accept_all(market, owner)
    actions.check_admission(market.by(market.support), owner.organisation)
    with market.refuses(SamePerson):
        actions.approve_admission(market.by(market.support), owner.organisation, shown=case(market, owner).shown)
    assert state_of(market, owner) == "applied"
    actions.approve_admission(market.by(second(market)), owner.organisation, shown=case(market, owner).shown)

    assert state_of(market, owner) == "admitted"
    assert market.verbs(owner.organisation) == [
        "admission.organisation_described", "admission.permit_given", "admission.permit_given", "admission.submitted",
        "admission.permit_accepted", "admission.permit_accepted", "admission.checked",
        "parties.organisation_admitted", "admission.approved", "admission.trial_begun",
    ]  # fmt: skip


def test_a_permit_is_sent_back_with_a_reason_and_shown_anew(market: Market) -> None:
    owner = submitted(market)
    (bad,) = case(market, owner).of(B)
    actions.return_permit(market.by(market.support), bad.id, reason="The stamp is cut off.")
    actions.send_back_admission(market.by(market.support), owner.organisation, reason="See the business licence.")
    found = case(market, owner)
    assert (found.state, found.reason) == (AdmissionState.RETURNED, "See the business licence.")
    assert (found.lacks[B], found.of(B)[0].reason) == (Lack.RETURNED, "The stamp is cut off.")
    with market.refuses(PermitsLacking, kinds=(B,)):
        actions.submit_admission(market.by(owner))
    show(market, owner, B)
    assert [row.state for row in case(market, owner).of(B)] == [PermitState.GIVEN]
    actions.submit_admission(market.by(owner))
    with market.refuses(MoveRefused, what="permit"):
        actions.accept_permit(market.by(market.support), bad.id)

    assert case(market, owner).state is AdmissionState.SUBMITTED


def test_a_refusal_says_why_and_they_may_ask_again(market: Market) -> None:
    owner = checked(market)
    with market.refuses(SamePerson):
        actions.refuse_admission(market.by(market.support), owner.organisation, reason="Not here.")
    actions.refuse_admission(market.by(second(market)), owner.organisation, reason="We sell no fireworks.")
    assert state_of(market, owner) == "refused"
    assert case(market, owner).reason == "We sell no fireworks."
    for kind in (B, T):
        show(market, owner, kind)
    actions.submit_admission(market.by(owner))

    assert (state_of(market, owner), case(market, owner).state) == ("applied", AdmissionState.SUBMITTED)


def test_what_is_approved_is_what_was_shown_and_still_holds_theme_26(market: Market) -> None:
    owner = checked(market, last_day=market.at.date())
    other, shown = second(market), case(market, owner).shown
    with market.refuses(NotChecked):
        actions.approve_admission(market.by(other), owner.organisation, shown=b"another")
    documents = (applying.document(market, owner),)
    with market.refuses(MoveRefused, what="admission"):
        actions.show_permit(market.by(owner), B, number="12345678", last_day=None, documents=documents)
    with market.refuses(MoveRefused, what="admission"):
        actions.describe_organisation(market.by(owner), replace(SHEET, story="Fireworks"))
    market.at += timedelta(days=1)
    with market.refuses(PermitsLacking, kinds=(B, T)):
        actions.approve_admission(market.by(other), owner.organisation, shown=shown)


def test_a_document_of_somebody_else_is_not_there_and_seven_are_too_many(market: Market) -> None:
    owner = applicant(market)
    actions.describe_organisation(market.by(owner), SHEET)
    theirs = applying.document(market, market.rival)
    own = tuple(applying.document(market, owner) for _ in range(7))
    with market.refuses(NotFound, what="file"):
        actions.show_permit(market.by(owner), B, number="12345678", last_day=None, documents=(theirs,))
    for documents in ((), own):
        with market.refuses(InvalidInput, field="documents"):
            actions.show_permit(market.by(owner), B, number="12345678", last_day=None, documents=documents)
    with market.refuses(InvalidInput, field="last_day"):
        actions.show_permit(
            market.by(owner), B, number="1234", last_day=market.at.date() - timedelta(days=1), documents=own[:6]
        )


def test_questions_are_asked_and_answered_and_read_by_nobody_else(market: Market) -> None:
    owner = submitted(market)
    actions.send_admission_message(market.by(market.support), owner.organisation, words="Who makes them?")
    market.later(seconds=1)
    actions.send_admission_message(market.by(owner), owner.organisation, words="My aunt.")

    assert [(one.is_ours, one.text) for one in case(market, owner).messages] == [
        (False, "My aunt."),
        (True, "Who makes them?"),
    ]
    stranger = applicant(market)
    with market.refuses(NotFound, what="admission"):
        actions.send_admission_message(market.by(stranger), owner.organisation, words="Hello")
    bind_actor(market.session, stranger)
    with pytest.raises(NotFound):
        admission_case(market.session, stranger, owner.organisation, market.at)
    for table in ("admissions", "permits", "admission_messages"):
        own = market.session.connection().exec_driver_sql(
            f"SELECT count(*) FROM {table} WHERE organisation_id = '{owner.organisation}'"
        )
        assert own.scalar() == 0


def test_what_waits_stands_by_age_and_only_the_platforms_people_see_it(market: Market) -> None:
    first = submitted(market)
    market.later(seconds=60)
    then = checked(market)
    bind_actor(market.session, market.support)

    assert [row.organisation_id for row in admissions(market.session, market.support)] == [
        first.organisation,
        then.organisation,
    ]
    assert admissions_waiting(market.session, market.support) == 2
    with pytest.raises(NotAllowed):
        admissions(market.session, first)


def test_an_organisation_cannot_write_that_it_is_in_order(market: Market) -> None:
    owner = submitted(market)
    for change in (
        f"UPDATE permits SET state = 'accepted', judged_by = '{owner.person_id}'",
        f"UPDATE admissions SET state = 'checked', checked_by = '{owner.person_id}'",
    ):
        bind_actor(market.session, owner)
        with pytest.raises(Exception, match="row-level security"):
            market.session.connection().exec_driver_sql(change)
        market.session.rollback()


def test_an_applicant_may_show_permits_and_nothing_else(market: Market) -> None:
    assert applicant(market).permissions == {Permission.SHOW_PERMITS}
    with market.refuses(NotFound):
        actions.check_admission(market.by(market.support), new_id())
