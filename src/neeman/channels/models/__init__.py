"""Consents, templates, messages, and how each channel is connected."""

from neeman.channels.models.connection import Connection, SendingRules
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import Message, MessageFile, RemovalLink
from neeman.channels.models.template import Content, ContentFile, Template

__all__ = [
    "Connection",
    "Consent",
    "Content",
    "ContentFile",
    "Message",
    "MessageFile",
    "RemovalLink",
    "SendingRules",
    "Template",
]
