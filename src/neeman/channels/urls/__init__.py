"""Addresses of channels, under the organization's."""

from __future__ import annotations

from django.urls import path

from neeman.channels.views import consents, inbox, outbox, settings, templates, writing

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<str:who>/", inbox.conversation, name="conversation"),
    path("inbox/<str:who>/write/", writing.message_write, name="message_write"),
    path("inbox/<str:who>/consents/", consents.consents, name="consents"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.message, name="message"),
    path("outbox/files/<int:pk>/", outbox.message_file, name="message_file"),
    path("outbox/<int:pk>/settle/", outbox.message_settle, name="message_settle"),
    path("texts/", templates.message_templates, name="message_templates"),
    path("texts/add/", templates.message_template_add, name="message_template_add"),
    path("texts/library/", templates.content_library, name="content_library"),
    path("texts/library/<int:pk>/file/", templates.content_file, name="content_file"),
    path("texts/library/<int:pk>/archive/", templates.content_archive, name="content_archive"),
    path("texts/<str:key>/", templates.message_template, name="message_template"),
    path("texts/<int:pk>/archive/", templates.message_template_archive, name="message_template_archive"),
    path("channels/", settings.channels, name="channels"),
    path("channels/rules/", settings.channel_rules, name="channel_rules"),
    path("channels/connect/", settings.channel, name="channel"),
    path("channels/switch/", settings.channel_switch, name="channel_switch"),
    path("channels/test/", settings.channel_test, name="channel_test"),
]
