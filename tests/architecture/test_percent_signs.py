"""A bare percent sign in a sentence of a template is a 500 for whoever reads that language: templates format what they say."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.pofile import read_po

from tests.conftest import PROJECT

PLACE = re.compile(r"%(\([a-z_0-9]+\)[sd]|%)")


@pytest.mark.parametrize("path", sorted((PROJECT / "translations").glob("*/LC_MESSAGES/messages.po")), ids=str)
def test_each_percent_sign_has_a_meaning(path):
    said = "".join(template.read_text() for template in (PROJECT / "templates").rglob("*.html"))
    wrong = []
    for message in read_po(io.BytesIO(path.read_bytes())):
        first = message.id if isinstance(message.id, str) else message.id[0]
        if not first or f'("{first}"' not in said:
            continue
        spoken = str(message.id) + str(message.string)  # all their forms
        if "%" in PLACE.sub("", spoken):
            wrong.append(spoken)
    assert wrong == []
