"""Consents, templates, messages, and how each channel is connected."""

from neeman.channels.models.consent import Consent
from neeman.channels.models.template import Content, Template

__all__ = ["Consent", "Content", "Template"]
