"""What holds of every sharing, whatever is asked for and however little there is."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from trade.pooling.rules import share_out
from trade.pooling.rules.shares import Sharing


@st.composite
def sharings(draw: st.DrawFn) -> tuple[Sharing[int], list[int], int, int, int]:
    """Draw requests, a supply, a multiple and a member minimum; and share."""
    multiple = draw(st.integers(1, 12))
    least = draw(st.integers(1, 5))
    requests = [multiple * n for n in draw(st.lists(st.integers(least, 40), min_size=1, max_size=30))]
    supply = multiple * draw(st.integers(0, sum(requests) // multiple + 5))
    return (
        share_out(list(enumerate(requests)), supply, multiple, multiple * least),
        requests,
        supply,
        multiple,
        multiple * least,
    )


@given(sharings())
def test_what_is_given_out_is_the_supply_in_whole_multiples(
    drawn: tuple[Sharing[int], list[int], int, int, int],
) -> None:
    sharing, requests, supply, multiple, minimum = drawn
    given_out = [sharing.shares[key].allotted for key in range(len(requests))]
    assert all(share % multiple == 0 for share in given_out)
    assert sum(given_out) == min(supply, sharing.demand)
    # What is left over, and what is asked for in vain, do not meet: nobody's minimum can be made of it.
    left = supply - sum(given_out)
    refused = [request for request, share in zip(requests, given_out, strict=True) if share == 0]
    assert not refused or left < minimum
    assert refused or sum(given_out) == min(supply, sum(requests))


@given(sharings())
def test_nobody_gets_more_than_they_asked_for_or_less_than_the_minimum(
    drawn: tuple[Sharing[int], list[int], int, int, int],
) -> None:
    sharing, requests, _, _, minimum = drawn
    for key, request in enumerate(requests):
        share = sharing.shares[key].allotted
        assert share == 0 or minimum <= share <= request


@given(sharings())
def test_a_larger_request_never_gets_less_and_of_equal_ones_the_earlier_never(
    drawn: tuple[Sharing[int], list[int], int, int, int],
) -> None:
    sharing, requests, _, _, _ = drawn
    got = [(request, -key, sharing.shares[key].allotted) for key, request in enumerate(requests)]
    in_order = [share for _, _, share in sorted(got)]
    assert in_order == sorted(in_order)


@given(sharings())
def test_a_share_is_less_than_a_multiple_away_from_its_exact_part(
    drawn: tuple[Sharing[int], list[int], int, int, int],
) -> None:
    sharing, requests, supply, multiple, _ = drawn
    for key, request in enumerate(requests):
        share = sharing.shares[key]
        if share.allotted:
            exact = Fraction(request * min(supply, sharing.demand), sharing.demand)
            assert abs(share.allotted - exact) < multiple
            assert share.whole <= exact
    assert sharing.odd == sum(share.odd > 0 for share in sharing.shares.values())


@given(sharings())
def test_nobody_is_released_who_could_have_stayed(drawn: tuple[Sharing[int], list[int], int, int, int]) -> None:
    """By counting: of all those who keep some number of the largest requests, the most that the rule allows stay."""
    sharing, requests, supply, multiple, minimum = drawn
    largest = sorted(range(len(requests)), key=lambda key: (-requests[key], key))
    allowed = 0
    for count in range(1, len(requests) + 1):
        total = sum(requests[key] for key in largest[:count])
        smallest = requests[largest[count - 1]]
        whole = smallest if total <= supply else smallest * (supply // multiple) // total * multiple
        allowed = count if whole >= minimum else allowed
    assert {key for key in range(len(requests)) if sharing.shares[key].allotted} == set(largest[:allowed])


def test_the_arithmetic_of_an_example() -> None:
    """Fifteen sixes for twenty: a's exact share is 7.5 of them, b's and c's 3.75, and two are left for the largest rests."""
    sharing = share_out([("a", 60), ("b", 30), ("c", 30)], 90, 6, 6)
    shares = {key: (share.whole, share.odd) for key, share in sharing.shares.items()}
    assert shares == {"a": (42, 0), "b": (18, 6), "c": (18, 6)}
    assert (sharing.demand, sharing.supply, sharing.odd) == (120, 90, 2)
    one_more = share_out([("a", 60), ("b", 30), ("c", 30)], 96, 6, 6)
    assert {key: share.allotted for key, share in one_more.shares.items()} == {"a": 48, "b": 24, "c": 24}


def test_a_share_below_the_minimum_is_released_and_shared_anew() -> None:
    sharing = share_out([("a", 60), ("b", 12), ("c", 12)], 60, 6, 12)
    assert {key: share.allotted for key, share in sharing.shares.items()} == {"a": 60, "b": 0, "c": 0}
    sharing = share_out([("a", 60), ("b", 24), ("c", 12)], 72, 6, 12)
    assert {key: share.allotted for key, share in sharing.shares.items()} == {"a": 54, "b": 18, "c": 0}
