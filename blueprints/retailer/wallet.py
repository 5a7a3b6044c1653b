"""Me: the wallet with each movement explained, how to pay in, and for whom I act."""

from __future__ import annotations

from flask import render_template, request

from blueprints.retailer.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.ordering.queries import requests_waiting, wallet_lines
from trade.parties.queries import pay_in
from trade.pooling.queries import pools_of_commitments
from web.access import actor, requires, session
from web.wallet_words import REASONS


@blueprint.get("/wallet")
@requires(Permission.SEE_PURCHASES)
def wallet() -> str:
    """Show what the wallet holds, and where each coin of it came from or went."""
    page = wallet_lines(session(), actor(), cursor=request.args.get("after"))
    return render_template(
        "retailer/wallet.html",
        balances=balances(session(), AccountKind.WALLET, actor().organisation),
        held=balances(session(), AccountKind.HOLD, actor().organisation),
        page=page,
        pools=pools_of_commitments(session(), {line.commitment_id for line in page.rows if line.commitment_id}),
        reasons=REASONS,
        pay_in=pay_in(session(), actor()),
        waiting=requests_waiting(session(), actor()) if actor().may(Permission.APPROVE_PURCHASES) else 0,
        is_further="after" in request.args,
    )
