"""Telling an organisation's own systems what happened: webhooks, and the notices sent to them until they are heard."""
