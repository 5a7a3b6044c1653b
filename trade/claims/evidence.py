"""Photos and papers of claims: whose they are, who sees them, and whether a photo was used before."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from trade.claims.models import Claim, ClaimFile
from trade.claims.rules import ClaimState
from trade.files.actions import attach
from trade.files.queries import photos_like
from trade.files.rules import PHOTOS_MAX
from trade.kernel.errors import InvalidInput
from trade.kernel.looking import as_system
from trade.kernel.work import Work


def keep_with(work: Work, claim: Claim, file_ids: Sequence[UUID], message_id: UUID | None = None) -> None:
    """Let files of the actor's belong to a claim, or to a message about it, and show them to its parties.

    Raises ``InvalidInput`` for more than six, or for one that belongs to a claim already.
    """
    wanted = list(dict.fromkeys(file_ids))
    if len(wanted) > PHOTOS_MAX:
        raise InvalidInput("photos", "too_many_photos")
    if not wanted:
        return
    attach(work, wanted, readers=(claim.buyer_id, claim.seller_id))  # locked from here on
    if work.session.scalar(select(ClaimFile.file_id).where(ClaimFile.file_id.in_(wanted)).limit(1)) is not None:
        raise InvalidInput("photos", "photo_used")
    rows = [
        {
            "file_id": file_id, "claim_id": claim.id, "message_id": message_id, "buyer_id": claim.buyer_id,
            "seller_id": claim.seller_id,
        }
        for file_id in wanted
    ]  # fmt: skip
    work.session.execute(insert(ClaimFile), rows)


def are_repeated(work: Work, file_ids: Sequence[UUID]) -> bool:
    """Whether one of these photos shows the same as a photo of another claim, whoever made that."""
    with as_system(work) as session:
        return any(claims_alike(session, file_id, file_ids) for file_id in file_ids)


def claims_alike(session: Session, file_id: UUID, beside: Sequence[UUID]) -> list[UUID]:
    """Claims with a photo like this one, the likest first; ``beside`` are photos of the same claim, which do not count.

    A claim that was taken back does not count either: whoever made it may make it again.
    """
    like = [one.file_id for one in photos_like(session, file_id) if one.file_id not in beside]
    if not like:
        return []
    rows = session.execute(
        select(ClaimFile.file_id, ClaimFile.claim_id)
        .join(Claim, Claim.id == ClaimFile.claim_id)
        .where(ClaimFile.file_id.in_(like), Claim.state != ClaimState.WITHDRAWN)
    )
    claims = {row.file_id: row.claim_id for row in rows}
    return list(dict.fromkeys(claims[one] for one in like if one in claims))
