"""From the public page to trading, on pages without JavaScript: the applicant's and the platform's."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from adapters import clock
from tests import makers
from tests.adapters import hostile
from tests.trade.admission.applying import GB_VAT, applicant, second, submitted
from tests.trade.looking import snapshot
from tests.web.test_auth_passwords import letters, work_off  # noqa: F401 - fixtures
from trade.admission.actions import Applicant, apply_for_admission, forget_next_unopened
from trade.kernel.actor import Actor
from trade.parties.rules import OrganisationKind, Role


@pytest.fixture
def now(market):
    market.at = clock.now()
    return market.at


def link_in(letter):
    return next(line for line in letter.splitlines() if "/invitations/" in line).partition("localhost:8000")[2].strip()


def wish(**entries: str):
    return {"kind": "supplier", "name": "Red Lantern", "country": "GB", "login": "mei@lantern.example", **entries}


def paper(name="licence.pdf", content=b""):
    return (io.BytesIO(content or hostile.pdf(b"/Lang (en)")), name)


def test_a_stranger_is_answered_the_same_whoevers_address_they_give(stranger, market, session, queued):
    makers.make_person(session, email="known@example.com")
    said = set()
    for login in ("known@example.com", "new@example.com"):
        page = stranger.post("admission.ask", wish(login=login), expect=200)
        said.add(page.words().replace(login, "-"))

    assert len(said) == 1
    assert "It works for 14 days" in said.pop()
    assert [job for job, _ in queued].count("send_invitation") == 2


@pytest.mark.parametrize(
    ("entries", "label", "sentence"),
    [
        ({"kind": "platform"}, "", "Not a valid choice"),
        ({"country": "KP"}, "Country", "Not a valid choice"),
        ({"name": " "}, "Name of your shop or company", "Fill this in."),
        ({"name": "x" * 121}, "Name of your shop or company", "Use at most 120 characters."),
        ({"login": "mei"}, "Your e-mail or phone number", "Enter an e-mail address"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field_and_changes_nothing(stranger, market, session, entries, label, sentence):
    before = snapshot(session)

    page = stranger.post("admission.ask", wish(**entries), expect=422)

    assert sentence in page.words()
    if label:
        assert page.errors()[label].startswith(sentence)
    assert snapshot(session) == before


def test_a_link_of_a_forgotten_application_says_what_to_do(stranger, market, session, queued, work_off, letters):  # noqa: F811
    market.at = clock.now() - timedelta(days=31)
    apply_for_admission(
        market.by(Actor.nobody()),
        Applicant(OrganisationKind.SUPPLIER, "Red Lantern", "GB", "mei@lantern.example", "en"),
    )
    work_off()
    link = link_in(letters()[-1])
    market.at = clock.now()
    while forget_next_unopened(market.by(Actor.system())):
        pass
    before = snapshot(session)

    page = stranger.get(link, expect=409)
    stranger.post(link, {"name": "Mei", "password": "four green teapots"}, expect=409)

    assert "used already or is too old" in page.alert()
    assert "apply again: nothing of the first time is kept" in page.words()
    assert snapshot(session) == before
    queued.clear()
    stranger.post("admission.ask", wish(), expect=200)
    work_off()
    assert stranger.get(link_in(letters()[-1])).heading() == "Join Red Lantern"


def test_the_nul_character_is_refused(stranger, market, session):
    stranger.get("admission.apply")

    stranger.post("admission.ask", wish(name="Red\0Lantern"), expect=400)


def test_an_applicant_signs_in_to_three_steps_and_shows_a_permit(at_desk, market, now):
    owner = applicant(market)
    desk = at_desk(owner)
    assert desk.get("auth.home", expect=303).goes_to == "/admission"
    page = desk.get("admission.own")
    assert "Say first where you are registered" in page.words()
    form = desk.get(page.link("Say what you are"))
    desk.press(form, "Save", {"Legal name": "Red Lantern Ltd", "Registered in": "GB", "Who answers questions": "Mei",
                              "What you sell or buy": "Lanterns"})  # fmt: skip
    data = {"number": "980 7806 85", "last_day": "", "documents": paper()}
    page = desk.post("admission.show", data, kind="tax", expect=422)
    assert page.errors()["Number"] == "This is no tax number of your country: a digit is wrong or missing."
    assert "Already sent: licence.pdf" in page.words()
    desk.press(page, "Show it", {"Number": "980 7806 84"})
    desk.post("admission.show", {"number": "12345678", "documents": paper("a.pdf")}, kind="business")

    page = desk.get("admission.own")
    assert GB_VAT in page.words()
    sent = desk.press(page, "Send it to be looked at")
    assert "Your permits are looked at" in desk.get(sent.goes_to).words()
    assert market.rows("SELECT count(*) FROM files WHERE attached_at IS NOT NULL") == [(2,)]


def test_a_permit_that_cannot_be_is_told_at_its_field(at_desk, market, now):
    owner = applicant(market)
    desk = at_desk(owner)
    yesterday = (now - timedelta(days=2)).date().isoformat()
    desk.post(
        "admission.describe", {"legal_name": "A", "country": "CN", "contact": "M", "story": "L", "sells_food": "y"}
    )
    for kind, data, sentence in [
        ("business", {"number": "91110000600037342L"}, "This is no unified social credit code"),
        ("food", {"number": "JY13101080000001"}, "Enter the last day that stands on the licence."),
        ("business", {"number": "91110000600037341L", "last_day": yesterday}, "This day is over"),
        ("business", {"number": "91110000600037341L", "last_day": "tomorrow"}, "Not a valid date value"),
    ]:
        page = desk.post("admission.show", data, kind=kind, expect=422)
        assert sentence in page.words(), (kind, data)
    seven = {"number": "91110000600037341L", "documents": [paper(f"{n}.pdf") for n in range(7)]}
    assert "6 files at the most" in desk.post("admission.show", seven, kind="business", expect=422).words()
    bad = {"number": "91110000600037341L", "documents": paper("x.pdf", hostile.pdf(b"/S /J#61vaScript"))}
    assert "holds a program" in desk.post("admission.show", bad, kind="business", expect=422).words()
    desk.post("/admission/permits/wizard", {"number": "1"}, expect=404)
    assert market.rows("SELECT count(*) FROM permits") == [(0,)]


def test_two_people_let_somebody_in_and_one_alone_does_not(at_desk, market, now):
    owner = submitted(market)
    first, other = at_desk(market.support), at_desk(second(market))
    page = first.get("platform.admission", organisation_id=owner.organisation)
    assert "Judge each permit first." in page.words()
    for permit in ("Business licence", "Tax registration"):
        page = first.get(first.press(page, f"{permit}: in order").goes_to)
    page = first.get(first.press(page, "All permits are in order").goes_to)
    assert "Somebody else decides" in page.words()
    assert not page.has_button("Admit")
    first.post("platform.approve_admission", {"shown": "00"}, organisation_id=owner.organisation, expect=409)
    page = other.get("platform.admission", organisation_id=owner.organisation)
    other.press(page, "Admit")

    assert market.rows("SELECT state FROM organisations WHERE id = :id", id=owner.organisation) == [("admitted",)]
    assert "Permits" in at_desk(owner).get("admission.own").heading()


def test_what_is_wrong_is_read_by_the_applicant_who_mends_it(at_desk, market, now):
    owner = submitted(market)
    desk, staff = at_desk(owner), at_desk(market.support)
    page = staff.get("platform.admission", organisation_id=owner.organisation)
    assert "Say what is wrong" in staff.press(page, "Business licence: send it back", expect=422).words()
    page = staff.get(
        staff.press(page, "Business licence: send it back", {"What is wrong": "The stamp is cut off."}).goes_to
    )
    staff.press(page, "Send back", {"What is wrong": "See the paper."})
    staff.press(staff.get(page.path), "Send", {"Message": "Who makes them?"})

    page = desk.get("admission.own")
    for words in ("Something is missing", "See the paper.", "The stamp is cut off.", "Who makes them?"):
        assert words in page.words()
    assert "As soon as everything above is there" in page.words()
    desk.press(page, "Send", {"Message": "My aunt."})
    assert "My aunt." in staff.get("platform.admission", organisation_id=owner.organisation).words()


def test_an_applicants_paper_opens_for_the_platform_and_nobody_else(at_desk, market, stranger, now):
    owner = applicant(market)
    desk = at_desk(owner)
    desk.post("admission.describe", {"legal_name": "A", "country": "GB", "contact": "M", "story": "L"})
    desk.post("admission.show", {"number": "12345678", "documents": paper()}, kind="business")

    for page in (
        desk.get("admission.own"),
        at_desk(market.support).get("platform.admission", organisation_id=owner.organisation),
    ):
        assert stranger.browser.get(page.link("licence.pdf")).content_type == "application/pdf"
    at_desk(market.rival).get("platform.admission", organisation_id=owner.organisation, expect=403)


def test_who_waits_longest_stands_first(at_desk, market, now):
    staff = at_desk(market.support)
    assert "Nobody waits" in staff.get("platform.admission_list").words()
    names = []
    for _ in range(2):
        owner = submitted(market)
        names.append(market.rows("SELECT name FROM organisations WHERE id = :id", id=owner.organisation)[0][0])
        market.later(seconds=60)
    rows = staff.get("platform.admission_list").rows("Admissions by age")
    assert [row[0].split()[:2] for row in rows] == [name.split() for name in names]
    assert names[0] in staff.get("platform.today").words()


def test_a_shop_finds_its_permits_where_its_other_papers_are(at_desk, market, now):
    shop = at_desk(market.retailer)
    page = shop.get(shop.get("retailer.wallet").link("Permits"))
    assert "Say first where you are registered" in page.words()
    buyer = at_desk(market.colleague(market.retailer, Role.BUYER))
    assert "Permits" not in buyer.get("retailer.wallet").words()
