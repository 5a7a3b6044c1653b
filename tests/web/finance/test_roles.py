"""Who may open what: each role against each page of platform and finance."""

from __future__ import annotations

import pytest

from tests.trade.banking.papers import take_statement
from tests.trade.credit.lines import applied, on_credit, open_line, proposed
from tests.trade.market import gbp
from tests.trade.payouts.paying import sellers_with_money
from tests.web.strangers import stand_in
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.parties.rules import Role
from trade.payouts.actions import prepare_batch

LOOK = {"support": 403, "owner": 403, "maker": 200, "checker": 200, "retailer": 403, "supplier": 403}
STAFF = {"support": 200, "owner": 200, "maker": 200, "checker": 200, "retailer": 403, "supplier": 403}
MAKE = {**dict.fromkeys(LOOK, 403), "maker": 200}
CHECK = {**dict.fromkeys(LOOK, 403), "checker": 200}
ADMIT = {**dict.fromkeys(LOOK, 403), "support": 200, "owner": 200}

ALLOWED = {
    "GET": {
        "platform.today": STAFF, "platform.organisation_list": STAFF, "platform.organisation": STAFF,
        "platform.order_list": STAFF, "platform.order": STAFF, "platform.search": STAFF, "platform.invitation": ADMIT,
        "platform.admission_list": STAFF, "platform.admission": STAFF, "platform.delisting": STAFF, "platform.new_delisting": ADMIT,
        "platform.pool_list": STAFF, "platform.demand": STAFF, "platform.payout_limits": STAFF,
        "finance.today": LOOK, "finance.receipt_list": LOOK, "finance.receipt": LOOK, "finance.new_receipt": MAKE,
        "finance.settlement_list": LOOK, "finance.settlement": LOOK, "finance.statement_list": LOOK,
        "finance.statement": LOOK, "finance.statement_file": LOOK, "finance.payout_inbox": LOOK,
        "finance.credit_line_list": LOOK, "finance.credit_lines_csv": LOOK, "finance.credit_lines_xlsx": LOOK,
        "finance.credit_application_list": LOOK, "finance.credit_applications_file": LOOK, "finance.credit_open_list": LOOK, "finance.credit_open_csv": LOOK,
        "finance.credit_open_xlsx": LOOK, "finance.credit_case": LOOK, "finance.credit_invoice": LOOK,
        "finance.seller_terms": LOOK, "finance.dispute_list": LOOK, "finance.dispute": LOOK, "finance.periods": LOOK, "finance.bank_file_list": LOOK,
        "finance.bank_files_file": LOOK, "finance.bank_statements_file": LOOK, "finance.commission": LOOK, "finance.rates": LOOK,
        "finance.trial_file": LOOK, "finance.payables_file": LOOK, "finance.batches_file": LOOK, "finance.cases_file": LOOK,
        "finance.settlements_file": LOOK, "finance.disputes_file": LOOK, "finance.recovery_list": LOOK, "finance.recoveries_file": LOOK, "finance.commission_file": LOOK, "finance.rates_file": LOOK,
        "finance.inbox": LOOK,
        "finance.audit": LOOK, "finance.receipts_file": LOOK, "finance.statements_file": LOOK, "finance.audit_csv": LOOK, "finance.audit_workbook": LOOK,
        "finance.payable_list": LOOK, "finance.payout_list": LOOK, "finance.payout": LOOK, "finance.batch_list": LOOK,
        "finance.batch": LOOK, "finance.payouts_file": LOOK, "finance.waiting_lines_file": LOOK, "finance.bank_statement_file": LOOK, "platform.orders_file": STAFF, "finance.bank": LOOK, "finance.bank_paper": LOOK, "finance.bank_statement": LOOK,
        "finance.line_queue": LOOK, "finance.bank_line": LOOK, "finance.books": LOOK,
        "finance.entries_file": LOOK, "finance.account": LOOK, "finance.account_file": LOOK,
    },
    "POST": {
        "platform.invite": ADMIT, "platform.accept_permit": ADMIT, "platform.return_permit": ADMIT, "platform.check_admission": ADMIT,
        "platform.approve_admission": ADMIT, "platform.send_back_admission": ADMIT, "platform.refuse_admission": ADMIT, "platform.ask_applicant": ADMIT,
        "platform.pass_trial": ADMIT, "platform.extend_trial": ADMIT, "platform.end_trial": ADMIT,
        "platform.propose_delisting": ADMIT, "platform.delist": ADMIT, "platform.drop_delisting": ADMIT, "platform.confirm_delisting": ADMIT, "platform.lift_delisting": ADMIT,
        "platform.suspend": ADMIT, "platform.reinstate": ADMIT,
        "platform.propose": STAFF, "platform.propose_from_demand": STAFF, "platform.set_limits": STAFF, "platform.own_account": STAFF,
        "finance.record": MAKE, "finance.match": MAKE, "finance.settle": MAKE, "finance.prepare": MAKE, "finance.prepare_batch": MAKE, "finance.upload_bank_paper": MAKE, "finance.take_bank_paper": MAKE,
        "finance.cancel_bank_paper": MAKE, "finance.go_on_with_bank_paper": MAKE, "finance.book_line": MAKE, "finance.put_line_aside": MAKE, "finance.take_line_up": MAKE,
        "finance.unmatch": MAKE, "finance.split": MAKE, "finance.approve_batch": CHECK,
        "finance.reject_batch": CHECK,
        "finance.book": MAKE, "finance.approve": CHECK, "finance.reject": CHECK, "finance.verify": LOOK,
        "finance.approve_case": CHECK, "finance.reject_case": CHECK, "finance.approve_cases": CHECK,
        "finance.propose_line": MAKE, "finance.withdraw_proposal": MAKE, "finance.decline_application": MAKE,
        "finance.suspend_line": LOOK, "finance.lift_suspension": CHECK, "finance.plan_instalments": CHECK,
        "finance.propose_write_off": MAKE,
        "finance.change_terms": MAKE, "finance.charge": MAKE, "finance.withdraw": MAKE, "finance.answer": MAKE, "finance.close": CHECK, "finance.propose_commission": MAKE, "finance.propose_rates": MAKE,
        "finance.propose_recovery_loss": MAKE, "finance.write_recovery_off": CHECK, "finance.go_on_asking": CHECK, "finance.say_returned": MAKE, "finance.approve_return": CHECK, "finance.reject_return": CHECK,
    },
}  # fmt: skip
REFUSED = 403


@pytest.fixture
def keys(settled, prepared):
    """An id for every kind of record in an address."""
    paper_id = take_statement(settled)
    sellers_with_money(settled, 1)
    batch = prepare_batch(settled.by(settled.maker), minimum=gbp(1))
    open_line(settled)
    on_credit(settled, {settled.goods(): 6})
    proposed(settled, application_id=applied(settled))
    one = lambda table: settled.rows(f"SELECT id FROM {table} LIMIT 1")[0][0]  # noqa: E731
    return {
        "organisation_id": settled.retailer.organisation, "order_id": one("orders"), "receipt_id": one("receipts"),
        "item_id": new_id(), "claim_id": new_id(), "write_off_id": new_id(), "dispute_id": new_id(), "permit_id": new_id(), "delisting_id": new_id(), "return_id": new_id(),
        "decision_id": prepared, "line_id": one("credit_lines"), "invoice_id": one("credit_invoices"),
        "proposal_id": one("credit_proposals"), "application_id": one("credit_applications"),
        "run_id": one("settlement_runs"), "statement_id": one("statements"), "payout_id": prepared, "batch_id": batch,
        "bank_paper_id": paper_id, "bank_statement_id": one("bank_statements"), "bank_line_id": one("bank_lines"),
    }  # fmt: skip


def test_the_table_names_every_route(app):
    for method, table in ALLOWED.items():
        routes = {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith(("platform.", "finance.")) and method in (rule.methods or ())
        }
        assert set(table) == routes


@pytest.mark.parametrize("who", sorted(LOOK))
def test_each_role_opens_what_it_may(app, settled, keys, at_desk, who):
    people: dict[str, Actor] = {
        "support": settled.support, "owner": settled.colleague(settled.support, Role.OWNER), "maker": settled.maker,
        "checker": settled.checker, "retailer": settled.retailer, "supplier": settled.supplier,
    }  # fmt: skip
    desk = at_desk(people[who])
    for method, table in ALLOWED.items():
        for endpoint, statuses in table.items():
            rule = next(iter(app.url_map.iter_rules(endpoint)))
            values = {
                name: stand_in(rule, name) if name in {"account", "kind"} else keys[name] for name in rule.arguments
            }
            send = desk.get if method == "GET" else desk.post
            status = send(endpoint, expect=None, **values).answer.status_code
            assert (status == REFUSED) == (statuses[who] == REFUSED), f"{who}: {method} {endpoint} answers {status}"
