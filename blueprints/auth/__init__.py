"""Signing in and out, second factor, forgotten passwords, invitations, and for whom one acts."""

from blueprints.auth import invitations, passwords, recovery, second_factor, sessions
from blueprints.auth.blueprint import blueprint

__all__ = ["blueprint", "invitations", "passwords", "recovery", "second_factor", "sessions"]
