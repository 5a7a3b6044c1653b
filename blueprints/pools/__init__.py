"""What anybody sees of a pool who was given its link: its goods and its progress, and neither a price nor a member."""

from blueprints.pools import progress, shared
from blueprints.pools.blueprint import blueprint

__all__ = ["blueprint", "progress", "shared"]
