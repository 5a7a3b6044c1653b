"""Tables of people and organisations."""

from trade.parties.models.organisations import (
    IS_SELLER,
    Address,
    BankAccount,
    Organisation,
    Region,
    SellerTaxRate,
    TaxIdentity,
)
from trade.parties.models.payees import PayeeAccount
from trade.parties.models.people import Invitation, Member, Person
from trade.parties.models.proofs import AccessToken, Credentials, FactorReset, PasswordReset, RecoveryCode, SignIn

__all__ = [
    "IS_SELLER",
    "AccessToken",
    "Address",
    "BankAccount",
    "Credentials",
    "FactorReset",
    "Invitation",
    "Member",
    "Organisation",
    "PasswordReset",
    "PayeeAccount",
    "Person",
    "RecoveryCode",
    "Region",
    "SellerTaxRate",
    "SignIn",
    "TaxIdentity",
]
