"""People (across organizations), organizations, and memberships."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from neeman.orgs.roles import Role, Sees
from neeman.orgs.wall import Owned


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Django's way in for signing in."""
        return self.get(email__iexact=username or "")

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        """A new person; without a password they can enter by link or passkey only."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do is said by their memberships, never here."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=2, default="he", choices=[("he", "עברית"), ("en", "English")]
    )
    theme = models.CharField(
        _("theme"),
        max_length=5,
        default="auto",
        choices=[("auto", _("Automatic")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    session_epoch = models.PositiveIntegerField(default=0)  # sessions of an earlier epoch are dead

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What every session is checked against: a new password or a new epoch ends them all."""
        return salted_hmac(
            "neeman.session", f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Week(models.TextChoices):
    """Which days of the week a business rests."""

    FRIDAY_SHORT = "short", _("Short Friday, closed on Shabbat")
    FRIDAY_SATURDAY = "both", _("Closed on Friday and Shabbat")
    SATURDAY_SUNDAY = "sat-sun", _("Closed on Saturday and Sunday")
    FRIDAY = "fri", _("Closed on Friday")
    SUNDAY = "sun", _("Closed on Sunday")


class Organization(models.Model):
    """A business: one workspace, walled from all others."""

    slug = models.SlugField(_("address"), unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="ILS")
    timezone = models.CharField(_("time zone"), max_length=40, default="Asia/Jerusalem")
    week = models.CharField(max_length=7, choices=Week.choices, default=Week.FRIDAY_SHORT)
    keeps_hebrew_calendar = models.BooleanField(default=True)
    workday_start = models.TimeField(default=time(9))
    workday_end = models.TimeField(default=time(18))
    eve_end = models.TimeField(default=time(13))
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Member(Owned):
    """A person's place in an organization."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    sees = models.CharField(_("sees"), max_length=4, choices=Sees.choices, default=Sees.ALL)
    manager = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="team")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="member_once")]

    def __str__(self) -> str:
        return str(self.user)
