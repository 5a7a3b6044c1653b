"""The money that leaves for sellers: prepared by one person, approved by another, sent to the bank once, booked or returned."""
