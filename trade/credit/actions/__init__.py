"""What is done with credit."""

from trade.credit.actions.drawing import capture, draw, release, reserve, take_off

__all__ = ["capture", "draw", "release", "reserve", "take_off"]
