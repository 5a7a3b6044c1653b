"""What screens ask about people and organisations."""

from trade.parties.queries.addresses import AddressRow, addresses, kept_address, own_address
from trade.parties.queries.factors import LostFactor, lost_factor
from trade.parties.queries.invitations import InvitationView, PendingInvitation, invitation_by_token, invitations_of
from trade.parties.queries.members import MemberRow, Place, is_member, members_of, places_of
from trade.parties.queries.names import ids_named, names_of, own_code
from trade.parties.queries.organisations import (
    OrganisationDetail,
    OrganisationRow,
    account_of,
    organisation_detail,
    organisations,
)
from trade.parties.queries.oversight import (
    OpenInvitation,
    Payer,
    RegionRow,
    open_invitations,
    organisation_states,
    payers,
    regions,
)
from trade.parties.queries.owners import addressee_of, owners_of
from trade.parties.queries.payees import Payee, Payees, payees, payees_in_force, payees_waiting
from trade.parties.queries.paying_in import PayIn, pay_in
from trade.parties.queries.tax_identity import tax_identity
from trade.parties.queries.tax_rates import TaxRateRow, tax_rates, tax_rates_at, tax_rates_of
from trade.parties.queries.terms import Terms, terms_of
from trade.parties.queries.tokens import Bearer, TokenRow, bearer_by_token, tokens_of
from trade.parties.queries.viewer import Viewer, pending_totp_uri, recovery_codes_left, resets_password, viewer_by_token

__all__ = [
    "AddressRow",
    "Bearer",
    "InvitationView",
    "LostFactor",
    "MemberRow",
    "OpenInvitation",
    "OrganisationDetail",
    "OrganisationRow",
    "PayIn",
    "Payee",
    "Payees",
    "Payer",
    "PendingInvitation",
    "Place",
    "RegionRow",
    "TaxRateRow",
    "Terms",
    "TokenRow",
    "Viewer",
    "account_of",
    "addressee_of",
    "addresses",
    "bearer_by_token",
    "ids_named",
    "invitation_by_token",
    "invitations_of",
    "is_member",
    "kept_address",
    "lost_factor",
    "members_of",
    "names_of",
    "open_invitations",
    "organisation_detail",
    "organisation_states",
    "organisations",
    "own_address",
    "own_code",
    "owners_of",
    "pay_in",
    "payees",
    "payees_in_force",
    "payees_waiting",
    "payers",
    "pending_totp_uri",
    "places_of",
    "recovery_codes_left",
    "regions",
    "resets_password",
    "tax_identity",
    "tax_rates",
    "tax_rates_at",
    "tax_rates_of",
    "terms_of",
    "tokens_of",
    "viewer_by_token",
]
