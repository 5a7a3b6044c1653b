"""Passwords, codes and tokens: no database."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from trade.parties import credentials

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT = datetime(2026, 11, 23, 12, 0, 10, tzinfo=UTC)


def test_a_password_proves_itself_only():
    stored = credentials.hash_password("three blue kettles")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert credentials.is_password("three blue kettles", stored)
    assert not credentials.is_password("three blue kettle", stored)


@pytest.mark.parametrize("stored", [None, "", "rubbish", "$argon2id$broken"])
def test_no_password_fits_where_none_is_stored(stored):
    assert not credentials.is_password("no password ever equals this one", stored)


def test_an_unknown_person_costs_as_much_as_a_wrong_password():
    stored = credentials.hash_password("three blue kettles")
    credentials.is_password("warm up", None)

    pairs = [(_timed(stored), _timed(None)) for _ in range(15)]
    wrong, unknown = (min(times) for times in zip(*pairs, strict=True))

    assert 0.5 < unknown / wrong < 2


@pytest.mark.parametrize(("off", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_is_taken_half_a_minute_around(off, taken):
    code = pyotp.TOTP(SECRET).at(AT + timedelta(seconds=off))

    assert (credentials.totp_step(SECRET, code, AT, 0) is not None) is taken


def test_a_code_counts_once():
    code = pyotp.TOTP(SECRET).at(AT)
    step = credentials.totp_step(SECRET, code, AT, 0)

    assert step is not None
    assert credentials.totp_step(SECRET, code, AT, step) is None


@pytest.mark.parametrize("code", ["", "000000", "１２３４５６", "abcdef", "9" * 100])
def test_what_is_no_code_is_none(code):
    assert credentials.totp_step(SECRET, code, AT, 0) is None


def test_a_derived_token_belongs_to_its_parts_and_key():
    token = credentials.derived_token("key", "invitation", "1")

    assert token == credentials.derived_token("key", "invitation", "1")
    assert len(token) == 43
    others = [
        ("key2", "invitation", "1"),
        ("key", "reset", "1"),
        ("key", "invitation", "2"),
        ("key", "invitation1", ""),
    ]
    assert token not in [credentials.derived_token(*parts) for parts in others]


def _timed(stored):
    start = time.process_time()
    credentials.is_password("wrong password", stored)
    return time.process_time() - start
