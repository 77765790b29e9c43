"""Consents, templates, messages, and how each channel is connected."""

from neeman.channels.models.consent import Consent

__all__ = ["Consent"]
