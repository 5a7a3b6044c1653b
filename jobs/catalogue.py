"""Every job by name: what runs it, in which queue, for how long at the most, and how often by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A job. ``every_seconds`` is set for what runs by itself, half-open from one period to the next."""

    function: str
    queue: str
    timeout_seconds: int = 60
    every_seconds: int | None = None


JOBS: Final[dict[str, JobSpec]] = {
    "send_invitation": JobSpec("jobs.letters.send_invitation", "now"),
    "send_password_reset": JobSpec("jobs.letters.send_password_reset", "now"),
    "send_factor_news": JobSpec("jobs.letters.send_factor_news", "now"),
    "reset_second_factor": JobSpec("jobs.letters.reset_second_factor", "now"),
    "seal_anew": JobSpec("jobs.housekeeping.seal_anew", "night", every_seconds=24 * 3600),
    "settle": JobSpec("jobs.money.settle", "soon", timeout_seconds=3600),
    "check_upload": JobSpec("jobs.uploads.check_upload", "soon", timeout_seconds=600),
    "check_goods_sheet": JobSpec("jobs.sheets.check_goods_sheet", "soon", timeout_seconds=600),
    "take_goods_sheet": JobSpec("jobs.sheets.take_goods_sheet", "soon", timeout_seconds=600),
    "forget_uploads": JobSpec("jobs.uploads.forget_uploads", "night", every_seconds=24 * 3600),
    "forget_files": JobSpec("jobs.files.forget_files", "night", 600, every_seconds=24 * 3600),
    "sweep_outbox": JobSpec("jobs.housekeeping.sweep_outbox", "now", every_seconds=15),
    "seal_entries": JobSpec("jobs.money.seal_entries", "soon", every_seconds=60),
    "resume_settlement": JobSpec("jobs.money.resume_settlement", "soon", 3600, every_seconds=60),
    "send_payouts": JobSpec("jobs.payouts.send_payouts", "soon", 300, every_seconds=30),
    "take_bank_files": JobSpec("jobs.bank.take_bank_files", "soon", 600, every_seconds=60),
    "read_paper": JobSpec("jobs.bank.read_paper", "soon", timeout_seconds=120),
    "take_paper": JobSpec("jobs.bank.take_paper", "soon", timeout_seconds=3600),
    "complete_orders": JobSpec("jobs.orders.complete_orders", "soon", every_seconds=60),
    "run_claim_clocks": JobSpec("jobs.claims.run_claim_clocks", "soon", 600, every_seconds=60),
    "collect_clawback": JobSpec("jobs.claims.collect_clawback", "soon"),
    "collect_clawbacks": JobSpec("jobs.claims.collect_clawbacks", "soon", 600, every_seconds=3600),
    "collect_from_carriers": JobSpec("jobs.claims.collect_from_carriers", "soon", 600, every_seconds=3600),
    "recover": JobSpec("jobs.recoveries.recover", "soon"),
    "recover_all": JobSpec("jobs.recoveries.recover_all", "soon", 600, every_seconds=3600),
    "deliver_overdue": JobSpec("jobs.orders.deliver_overdue", "soon", every_seconds=3600),
    "look_at_permits": JobSpec("jobs.permits.look_at_permits", "soon", 600, every_seconds=3600),
    "forget_unopened": JobSpec("jobs.permits.forget_unopened", "night", 600, every_seconds=24 * 3600),
    "tell_spoilt": JobSpec("jobs.orders.tell_spoilt", "soon", 600, every_seconds=3600),
    "remind_of_quotes": JobSpec("jobs.quotes.remind_of_quotes", "soon", every_seconds=3600),
    "expire_credit_lines": JobSpec("jobs.credit.expire_credit_lines", "soon", 600, every_seconds=3600),
    "charge_late_fees": JobSpec("jobs.credit.charge_late_fees", "night", 3600, every_seconds=24 * 3600),
    "remind_of_dues": JobSpec("jobs.credit.remind_of_dues", "soon", 600, every_seconds=3600),
    "expire_reservations": JobSpec("jobs.stock.expire_reservations", "soon", every_seconds=60),
    "weigh_lots": JobSpec("jobs.stock.weigh_lots", "soon", 600, every_seconds=3600),
    "close_due_pools": JobSpec("jobs.pools.close_due_pools", "now", 300, every_seconds=15),
    "resume_pools": JobSpec("jobs.pools.resume_pools", "soon", 3600, every_seconds=60),
    "fail_dead_pools": JobSpec("jobs.quality.fail_dead_pools", "now", 300, every_seconds=3600),
    "warn_of_closes": JobSpec("jobs.pools.warn_of_closes", "soon", every_seconds=60),
    "send_shipment": JobSpec("jobs.pools.send_shipment", "soon", timeout_seconds=3600),
    "tell_step": JobSpec("jobs.pools.tell_step", "now"),
    "finish_pool": JobSpec("jobs.pools.finish_pool", "soon", timeout_seconds=3600),
    "send_webhook_news": JobSpec("jobs.notices.send_webhook_news", "now"),
    "send_notices": JobSpec("jobs.notices.send_notices", "soon", timeout_seconds=120, every_seconds=15),
    "tell_news": JobSpec("jobs.news.tell_news", "soon", timeout_seconds=120, every_seconds=15),
    "deliver_news": JobSpec("jobs.news.deliver_news", "soon", timeout_seconds=300, every_seconds=60),
    "forget_devices": JobSpec("jobs.housekeeping.forget_devices", "night", 600, every_seconds=24 * 3600),
    "forget_news": JobSpec("jobs.news.forget_news", "night", 600, every_seconds=24 * 3600),
    "start_forecasts": JobSpec("jobs.forecasts.start_forecasts", "night", 600, every_seconds=24 * 3600),
    "mend_forecasts": JobSpec("jobs.forecasts.mend_forecasts", "soon", 300, every_seconds=600),
    "plan_forecast": JobSpec("jobs.forecasts.plan_forecast", "soon", timeout_seconds=600),
    "propose_pools": JobSpec("jobs.forecasts.propose_pools", "soon", timeout_seconds=300),
    "forecast_chunk": JobSpec("jobs.forecasting.forecast_chunk", "forecast", timeout_seconds=1800),
    "conclude_forecast": JobSpec("jobs.forecasting.conclude_forecast", "forecast", timeout_seconds=1800),
    "learn_defaults": JobSpec("jobs.learning.learn_defaults", "forecast", 1800, every_seconds=24 * 3600),
    "issue_papers": JobSpec("jobs.papers.issue_papers", "soon"),
    "issue_waiting_papers": JobSpec("jobs.papers.issue_waiting_papers", "soon", 3600, every_seconds=24 * 3600),
    "issue_commissions": JobSpec("jobs.papers.issue_commissions", "soon", 600, every_seconds=300),
    "score_sellers": JobSpec("jobs.scoring.score_sellers", "night", 600, every_seconds=24 * 3600),
    "rank_products": JobSpec("jobs.scoring.rank_products", "night", 1800, every_seconds=24 * 3600),
    "snapshot_ledger": JobSpec("jobs.money.snapshot_ledger", "night", 3600, every_seconds=24 * 3600),
    "verify_ledger": JobSpec("jobs.money.verify_ledger", "night", 3600, every_seconds=24 * 3600),
}

RENAMED: Final[dict[str, str]] = {"fail_held_back_pools": "fail_dead_pools"}
"""What jobs were called in the release before: errands that were promised then bear the old name. The next release forgets it."""

JOBS.update({old: replace(JOBS[new], every_seconds=None) for old, new in RENAMED.items()})
