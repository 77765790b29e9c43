"""The page and the queue of a device send the same at the same moment: it is recorded once, and nobody sees a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.activity.models import Interaction, Task
from neeman.activity.services.tasks import add_task
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.models import Change, LogEntry
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = 3


def knock(person: Person, path: str, said: dict[str, object]) -> Callable[[], int]:
    """A post from a browser of its own."""
    client = Client()
    client.cookies.update(person.client.cookies)
    return lambda: client.post(person.url(path), said).status_code


def of_owner(person: Person) -> Customer:
    with person.scope():
        return make(person.access, "דני כהן")


def test_a_talk_from_the_page_and_from_the_queue_is_one(owner: Person) -> None:
    customer = of_owner(owner)
    said = {"key": "k1", "outcome": "wants_quote", "text": "שלושה ארונות"}
    queued = {**said, "who": owner.user.pk, "customer": customer.pk, "at": timezone.now().isoformat()}
    page = partial(knock, owner, f"customers/{customer.pk}/talk/", said)
    queue = partial(knock, owner, "offline/talk/", queued)
    answers = together([page(), queue(), page(), queue()], at='"activity_interaction"."key" =')
    assert {answer // 100 for answer in answers} <= {2, 3}, answers
    with owner.scope():
        talk = Interaction.objects.get()
        assert Task.objects.get().title, "what the outcome proposes is set once"
        logged = LogEntry.objects.filter(verb="activity.interaction.logged")
        assert logged.count() == 1
        recorded = Counter(
            pk for change in Change.objects.filter(table="activity.interaction") for pk in change.ids
        )
        assert recorded == {talk.pk: 1}


def test_a_task_is_one(owner: Person) -> None:
    customer = of_owner(owner)
    said = {
        "key": "k1",
        "member": str(owner.access.member and owner.access.member.pk),
        "title": "לשלוח מחירון",
        "kind": "call",
        "due_on": "2027-01-03",
    }
    answers = together(
        [knock(owner, f"customers/{customer.pk}/task/", said) for _ in range(AGAIN)],
        at='"activity_task"."key" =',
    )
    assert set(answers) == {302}
    with owner.scope():
        assert Task.objects.count() == LogEntry.objects.filter(verb="activity.task.added").count() == 1


def test_a_task_is_done_once(owner: Person) -> None:
    with owner.scope():
        task, _ = add_task(owner.access, None, title="מחירון", due_on=date(2027, 1, 3), now=timezone.now())
    answers = together(
        [
            *[knock(owner, f"tasks/{task.pk}/done/", {}) for _ in range(AGAIN)],
            *[knock(owner, f"today/task/{task.pk}/", {}) for _ in range(AGAIN)],
        ],
        at='"activity_task"."id" =',
    )
    assert set(answers) == {302}
    with owner.scope():
        assert Task.objects.get().done_at is not None
        assert LogEntry.objects.filter(verb="activity.task.done").count() == 1
