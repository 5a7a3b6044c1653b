"""What news says of pools, to their members and to their sellers."""

from typing import Final

from adapters.worded import N_, Words

_POOL: Final = "/retailer/pools/{id}"
_OFFERED_POOL: Final = "/supplier/pools/{id}"

POOL_WORDS: Final[dict[str, Words]] = {
    "pool.joined": Words(
        N_("We join a pool"),
        N_("You are in “%(title)s” with %(units)s. %(held)s is held; what is not spent comes back at the close."),
        _POOL,
    ),
    "pool.joined_to_order": Words(
        N_("We join a pool of goods made to order"),
        N_(
            "You are in “%(title)s” with %(units)s, made to order and here by %(ready)s. %(held)s is held; what is not spent comes back when they are here."
        ),
        _POOL,
    ),
    "pool.step": Words(
        N_("The price in our pool falls"), N_("“%(title)s” has reached %(quantity)s: each costs %(prices)s now."), _POOL
    ),
    "pool.closing": Words(
        N_("Our pool closes soon"),
        N_("“%(title)s” closes on %(closes)s. Until then you can still ask for more."),
        _POOL,
    ),
    "pool.extended": Words(
        N_("Our pool closes later"),
        N_(
            "“%(title)s” was extended: it closes on %(closes)s now, and what is held for you stays held until then. You can leave it until %(leave)s."
        ),
        _POOL,
    ),
    "pool.ordered": Words(
        N_("Our pool has closed"),
        N_(
            "“%(title)s” has closed at %(prices)s each: %(reference)s for %(captured)s. %(back)s of what was held is free again."
        ),
        _POOL,
    ),
    "pool.released": Words(
        N_("Our pool brings no order"),
        N_("“%(title)s” brings you no order this time. All of the %(back)s that was held is free again."),
        _POOL,
    ),
    "pool.making": Words(
        N_("The goods of our pool are being made"),
        N_(
            "“%(title)s” has closed at %(prices)s each. Its goods are made now, to be here by %(ready)s; what is held for you stays held until then."
        ),
        _POOL,
    ),
    "pool.not_ready": Words(
        N_("The goods of our pool were not made in time"),
        N_(
            "The goods of “%(title)s” were not here by %(ready)s, so nobody orders. All of the %(back)s that was held is free again."
        ),
        _POOL,
    ),
    "offered_pool.step": Words(
        N_("A pool of ours reaches a step"),
        N_("“%(title)s” has reached %(quantity)s: %(total)s are asked for by %(members)s."),
        _OFFERED_POOL,
    ),
    "offered_pool.closed": Words(
        N_("A pool of ours has closed"),
        N_("“%(title)s” has closed at %(prices)s each with %(total)s. Ship its orders together."),
        _OFFERED_POOL,
    ),
    "offered_pool.failed": Words(
        N_("A pool of ours has failed"),
        N_("“%(title)s” has closed without an order. Everybody has their money back."),
        _OFFERED_POOL,
    ),
    "offered_pool.making": Words(
        N_("A pool of ours has closed: make its goods"),
        N_(
            "“%(title)s” has closed at %(prices)s each with %(total)s. Make the goods, and say by %(ready)s that they are here."
        ),
        _OFFERED_POOL,
    ),
    "offered_pool.not_ready": Words(
        N_("The goods of a pool of ours were not made in time"),
        N_("The goods of “%(title)s” were not here by %(ready)s. Nobody orders, and everybody has their money back."),
        _OFFERED_POOL,
    ),
    "offered_pool.proposed": Words(
        N_("A pool is proposed to us"), N_("A pool is proposed to you: “%(title)s”. Look, and agree."), _OFFERED_POOL
    ),
}
