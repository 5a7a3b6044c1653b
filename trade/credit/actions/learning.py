"""Keeping what was learnt of how invoices end."""

from __future__ import annotations

from uuid import UUID

from trade.credit.models import DefaultModel
from trade.credit.rules.default import Learnt
from trade.kernel.actor import Permission
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action


@action(Permission.PREPARE_MONEY)
def keep_default_model(work: Work, *, learnt: Learnt) -> UUID:
    """Keep a training: it is what people read from now on. Earlier ones stay, so that it can be said what was shown when."""
    made = DefaultModel(id=new_id(), made_at=work.at, verdict=learnt.verdict, content=learnt.written)
    work.session.add(made)
    return made.id
