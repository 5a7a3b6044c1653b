"""What is run from a terminal: `python -m commands.…`, mostly through `make`."""
