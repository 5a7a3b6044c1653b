"""Telling people what happened: each event as one piece of news per person and channel, as each of them wants it."""
