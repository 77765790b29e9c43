"""What the customer does with a quote: opens its link, asks, approves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from neeman.orgs.models import Member
from neeman.orgs.wall import Owned
from neeman.sales.models.quote import Quote


class QuoteLink(Owned):
    """A way in for the customer, without signing in. Only the hash of its token is kept, bound to this one purpose."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "quote"], name="quote_link_quote")]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.made_at:%Y-%m-%d}"


class QuoteOpening(Owned):
    """The customer had the quote before their eyes: a script of a visible page said so, which no preview of a link runs.
    Nothing is kept of who or where it was."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="openings")
    link = models.ForeignKey(QuoteLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["organization", "quote", "-at"], name="quote_opening_time"),
            models.Index(fields=["organization", "-at"], name="quote_opening_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.at:%Y-%m-%d %H:%M}"


class QuoteQuestion(Owned):
    """One turn of the talk about a quote: the customer's, or ours when it has a `member`. `key` lets it be sent once."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="questions")
    at = models.DateTimeField()
    from_customer = models.BooleanField()
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=2_000)
    key = models.CharField(max_length=80, blank=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "quote", "key"], condition=~Q(key=""), name="quote_question_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "quote", "at"], name="quote_question_time")]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.at:%Y-%m-%d %H:%M}"


class QuoteApproval(Owned):
    """The yes: whose, when, in which words and to which sum. `strokes` is the signature as a finger drew it, points of
    0..1000 by 0..300; without any, the name was typed in place of it. `member` is ours who noted a yes said otherwise.
    """

    quote = models.OneToOneField(Quote, models.CASCADE, related_name="approval")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    strokes = models.JSONField(default=list)
    wording = models.CharField(max_length=400)
    total_minor = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)  # of the lines and terms that were approved
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.quote_id} {self.name}"

    @property
    def polylines(self) -> list[str]:
        """The signature as an SVG draws it: one list of points a stroke."""
        return [" ".join(f"{x},{y}" for x, y in stroke) for stroke in self.strokes]
