"""Length and a blocklist, and nothing else: no recipe of capitals and digits."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from conftest import Person
from neeman.signin.passwords import own_part, refuse_guessable

GOOD = [
    "correct horse battery staple",
    "ארבעה סוסים על הגג",
    "xkq vbnm wolf tram",
    "q7#Lm2!pZ9&vT4@w",
    "the office opens at eight",
    "א" + "בקבוק ירוק מתחת לשולחן" * 3,  # 64 and more
]
BAD = [
    "short",
    "fourteen chars",
    "aaaaaaaaaaaaaaaa",
    "passwordpassword",
    "Password1234567890",
    "PasswordPassword1",
    "123456789012345",
    "qwertyuiopasdfgh",
    "1qaz2wsx3edc4rfv",
    "abcdefghijklmnop",
    "אבגדהוזחטיכלמנסע",
    "owner@house.test",
    "owner.house.test2026",
    "neemanneemanneeman",
    "בית המלאכה בית המלאכה",
    "abababababababab",
]


@pytest.mark.parametrize("password", GOOD)
def test_good(owner: Person, password: str) -> None:
    validate_password(password, owner.user)


@pytest.mark.parametrize("password", BAD)
def test_bad(owner: Person, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, owner.user)


def test_words_of_an_organization_that_one_is_about_to_join() -> None:
    refuse_guessable("galil tools forever", [])
    with pytest.raises(ValidationError):
        refuse_guessable("galil tools galil", ["galil", "tools"])


def test_what_is_left() -> None:
    assert own_part("dana2026dana2026", ["dana"]) == "2026"
    assert own_part("PASSWORD!!!", []) == "!"
