"""Who can sign in to the demo market, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.admissions import STORIES
from demo.cast import BUYERS, DISTRIBUTOR, PASSWORD, PLATFORM, SELLERS, STAFF, TOTP_SECRET, Part
from demo.cast import OWNERS as FOUNDERS
from trade.parties.models import Organisation


def account_lines(session: Session, now: datetime) -> Iterator[str]:
    """Tell every account with its organisation and roles, and the code of this moment."""
    codes = {part.organisation for part in (*SELLERS, *BUYERS)}
    names = dict(
        session.execute(select(Organisation.code, Organisation.name).where(Organisation.code.in_(codes))).all()
    )
    groups = {
        "Buyers": (*BUYERS, FOUNDERS[DISTRIBUTOR.name]),
        "Suppliers": SELLERS,
        "Applicants": tuple(replace(story.owner, organisation=story.name) for story in STORIES),
        "Platform": (FOUNDERS[PLATFORM.name], *STAFF),
    }
    yield f"Demo accounts, all with the password {PASSWORD}"
    for title, parts in groups.items():
        yield f"\n{title}"
        yield from (_line(part, names.get(part.organisation, part.organisation)) for part in parts)
    yield ""
    yield "The platform's people need a code as well. Put this secret into a code generator, or run"
    yield "`flask demo accounts` again for the code of the moment; each code works once for a person."
    yield f"  secret {TOTP_SECRET}   code now {pyotp.TOTP(TOTP_SECRET).at(now)}"


def _line(part: Part, organisation: str) -> str:
    roles = ", ".join(role.replace("_", " ") for role in part.roles)
    return f"  {part.login:<33} {part.name:<17} {organisation} ({roles})"
