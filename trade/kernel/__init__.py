"""What every area stands on: money, quantities, ids, errors, events, unit of work, locks, paging."""
