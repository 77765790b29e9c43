"""Killed at any moment, again and again, automations lose nothing and double nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from conftest import make_person
from neeman.activity.models import Task
from neeman.automations.models import Automation, Newsletter, Run, Stage
from neeman.automations.queries.newsletters import asked_for
from neeman.automations.services.newsletters import ask_to_count, confirm, count, write_newsletter
from neeman.automations.tests.making import NOW, bought, on, own, preset
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import Message
from neeman.channels.sealing import seal
from neeman.customers.models import CustomerTag
from neeman.customers.tests.making import make
from neeman.orgs.models import LogEntry, Organization
from neeman.orgs.roles import Role

KILLS = int(os.environ.get("NEEMAN_KILLS", "60"))  # hundreds, when somebody has the time
CUSTOMERS = max(15, KILLS // 4)  # so that there is work to be killed at to the end
STORM = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "neeman.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[1:3]
import django
django.setup()
from neeman.automations.tests.storm import main
main(int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6]))
"""


@pytest.mark.django_db(transaction=True)
def test_kills_lose_and_double_nothing() -> None:
    house = Organization.objects.create(slug="stormy", name="סופה")
    owner = make_person(house, "stormy@house.test", Role.OWNER)
    with owner.scope():
        Connection.objects.create(way="sms", sealed=seal({"token": "t"}))
        preset(owner.access, "thank_you", most_a_day=1_000)
        on(owner.access, own(owner.access, trigger="ledger.purchase"))
        on(owner.access, own(owner.access, trigger="ledger.purchase", act="tag", tag="קנה"))
        for number in range(CUSTOMERS):
            bought(make(owner.access, f"לקוח {number}", phone=f"050-{1_000_000 + number}"), NOW.date())
        letter = write_newsletter(owner.access, {"name": "חודשי", "text": "in_touch", "channels": ["sms"]})
        ask_to_count(owner.access, letter, dict.fromkeys(asked_for(owner.access, letter), "כן"))
        count(owner.access, letter, now=NOW, tell=lambda done, total: None)
        letter.refresh_from_db()
        confirm(owner.access, letter, version=letter.version, now=NOW)
    name = str(connection.settings_dict["NAME"])
    connection.close()
    given = [name, str(settings.MEDIA_ROOT), str(house.pk), str(KILLS), "500", "7"]
    storm = subprocess.run(
        [sys.executable, "-c", STORM, *given], check=True, timeout=1_800, stdout=subprocess.PIPE
    )
    reached = json.loads(storm.stdout)
    midst = {done for done in reached if 0 < done < 4 * CUSTOMERS}
    with owner.scope():
        lost, doubled = judge()
        sys.stdout.write(
            f"automating: {4 * CUSTOMERS} acts tried, {len(reached)} kills, {len(midst)} of them between others; "
            f"lost {lost}, doubled {doubled}\n"
        )
        assert len(midst) > KILLS / 30, reached
        assert (lost, doubled) == (0, 0)
        assert Counter(Run.objects.values_list("automation__act", "state")) == {
            (act, "done"): CUSTOMERS for act in ("message", "task", "tag")
        }
        assert LogEntry.objects.filter(verb="automations.run.done").count() == 3 * CUSTOMERS
        assert Newsletter.objects.get().stage == Stage.SENT
        assert Automation.objects.filter(is_on=True).count() == 3


def judge() -> tuple[int, int]:
    """How many acts are missing and how many are there once more: one of each kind is wanted for each customer."""
    lost = doubled = 0
    for found in (
        Message.objects.filter(key__startswith="automation").values_list("party", flat=True),
        Message.objects.filter(key__startswith="newsletter").values_list("party", flat=True),
        Task.objects.values_list("customer_id", flat=True),
        CustomerTag.objects.values_list("customer_id", flat=True),
    ):
        times = Counter(found)
        lost += CUSTOMERS - len(times)
        doubled += times.total() - len(times)
    return lost, doubled
