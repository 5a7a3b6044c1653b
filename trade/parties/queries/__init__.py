"""What screens ask about people and organisations."""

from trade.parties.queries.invitations import InvitationView, PendingInvitation, invitation_by_token, invitations_of
from trade.parties.queries.members import MemberRow, Place, members_of, places_of
from trade.parties.queries.names import names_of
from trade.parties.queries.organisations import (
    OrganisationDetail,
    OrganisationRow,
    organisation_detail,
    organisations,
)
from trade.parties.queries.paying_in import PayIn, pay_in
from trade.parties.queries.viewer import Viewer, pending_totp_uri, resets_password, viewer_by_token

__all__ = [
    "InvitationView",
    "MemberRow",
    "OrganisationDetail",
    "OrganisationRow",
    "PayIn",
    "PendingInvitation",
    "Place",
    "Viewer",
    "invitation_by_token",
    "invitations_of",
    "members_of",
    "names_of",
    "organisation_detail",
    "organisations",
    "pay_in",
    "pending_totp_uri",
    "places_of",
    "resets_password",
    "viewer_by_token",
]
