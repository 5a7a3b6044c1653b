"""Files that somebody has sent: taken through one door, kept under random names, seen by whom they are shown to."""
