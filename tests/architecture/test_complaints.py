"""``docs/complaints.md`` names tests that there are."""

from __future__ import annotations

import re

from tests.architecture.reading import PROJECT, python


def test_every_test_that_a_complaint_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (PROJECT / "docs" / "complaints.md").read_text()))
    there = {name for _, source in python("tests") for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)}
    assert len(named) > 40
    assert named - there == set()
