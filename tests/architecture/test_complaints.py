"""The pages that say what is held to, and by which tests, name tests that there are."""

from __future__ import annotations

import re

import pytest

from tests.architecture.reading import PROJECT, python


@pytest.mark.parametrize("page", ["complaints", "promises"])
def test_every_test_that_is_named_is_there(page: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", (PROJECT / "docs" / f"{page}.md").read_text()))
    there = {name for _, source in python("tests") for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)}
    assert len(named) > 40
    assert named - there == set()
