"""The verbs of parties: sign in, invite, admit, suspend."""

from trade.parties.actions.addresses import (
    AddressSheet,
    add_address,
    archive_address,
    choose_default_address,
    edit_address,
    set_own_address,
)
from trade.parties.actions.admission import (
    admit_organisation,
    apply_again,
    lift_for_permit,
    refuse_organisation,
    reinstate_organisation,
    suspend_for_permit,
    suspend_organisation,
)
from trade.parties.actions.factor_resets import (
    agree_to_factor_reset,
    carry_out_factor_reset,
    reset_factor_of,
    seal_anew,
    send_factor_news,
)
from trade.parties.actions.invitations import (
    NewOrganisation,
    invite_member,
    invite_organisation,
    renew_invitation,
    send_invitation,
    withdraw_invitation,
)
from trade.parties.actions.joining import accept_invitation
from trade.parties.actions.leaving import end_member
from trade.parties.actions.limits import set_limits, set_terms
from trade.parties.actions.passwords import request_password_reset, reset_password, send_password_reset
from trade.parties.actions.payees import name_payee_account, withdraw_payee_account
from trade.parties.actions.recovery import make_recovery_codes, prove_by_recovery_code, replace_totp
from trade.parties.actions.roles import change_roles
from trade.parties.actions.second_factor import confirm_totp, prove_second_factor, start_totp
from trade.parties.actions.sessions import SignedIn, choose_organisation, forget_devices, set_locale, sign_in, sign_out
from trade.parties.actions.tax_identity import set_tax_identity
from trade.parties.actions.tax_rates import set_tax_rate
from trade.parties.actions.tokens import make_token, note_token_use, revoke_token

__all__ = [
    "AddressSheet",
    "NewOrganisation",
    "SignedIn",
    "accept_invitation",
    "add_address",
    "admit_organisation",
    "agree_to_factor_reset",
    "apply_again",
    "archive_address",
    "carry_out_factor_reset",
    "change_roles",
    "choose_default_address",
    "choose_organisation",
    "confirm_totp",
    "edit_address",
    "end_member",
    "forget_devices",
    "invite_member",
    "invite_organisation",
    "lift_for_permit",
    "make_recovery_codes",
    "make_token",
    "name_payee_account",
    "note_token_use",
    "prove_by_recovery_code",
    "prove_second_factor",
    "refuse_organisation",
    "reinstate_organisation",
    "renew_invitation",
    "replace_totp",
    "request_password_reset",
    "reset_factor_of",
    "reset_password",
    "revoke_token",
    "seal_anew",
    "send_factor_news",
    "send_invitation",
    "send_password_reset",
    "set_limits",
    "set_locale",
    "set_own_address",
    "set_tax_identity",
    "set_tax_rate",
    "set_terms",
    "sign_in",
    "sign_out",
    "start_totp",
    "suspend_for_permit",
    "suspend_organisation",
    "withdraw_invitation",
    "withdraw_payee_account",
]
