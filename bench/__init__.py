"""What ``make bench`` runs: each piece of work beside its physical limit, in one run.

Absolute times say little on a shared machine; the ratio to the reference is what counts.
"""
