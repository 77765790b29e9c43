"""A backup holds everything, is checked before it is trusted, and comes back whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.code import SOURCE

FILL = """
import django; django.setup()
from neeman.orgs.models import User
from neeman.orgs.services import found_organization
from neeman.orgs.wall import organization_scope
from neeman.customers.models import Customer
access = found_organization(User.objects.create_user("a@b.test"), name="עסק", slug="esek")
with organization_scope(access.organization.pk):
    Customer.objects.create(name="דנה ובניה")
"""
NAMES = """
import django; django.setup()
from neeman.orgs.wall import across_organizations
from neeman.customers.models import Customer
with across_organizations():
    print(*Customer.objects.values_list("name", flat=True))
"""


class House:
    """A SQLite house in a folder of its own, spoken to only by commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("NEEMAN_")},
            "NEEMAN_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "neeman.settings",
            "PYTHONPATH": str(SOURCE),
        }

    def python(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def neeman(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.python("from neeman.cli import main; main()", *arguments)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with one customer and one file, to be copied."""
    house = House(tmp_path_factory.mktemp("built") / "house")
    assert (
        house.python(
            "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
        ).returncode
        == 0
    )
    assert house.python(FILL).returncode == 0
    (house.folder / "files" / "1").mkdir(parents=True)
    (house.folder / "files" / "1" / "contract.pdf").write_bytes(b"%PDF")
    return house.folder


@pytest.fixture
def house_folder(built: Path, tmp_path: Path) -> House:
    return House(shutil.copytree(built, tmp_path / "house"))


def test_a_backup_comes_back_whole(house_folder: House, tmp_path: Path) -> None:
    archive = tmp_path / "neeman.zip"
    assert house_folder.neeman("backup", str(archive)).returncode == 0
    again = House(tmp_path / "again")
    done = again.neeman("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert again.python(NAMES).stdout.strip() == "דנה ובניה"
    assert (again.folder / "files" / "1" / "contract.pdf").read_bytes() == b"%PDF"


def test_present_data_is_never_overwritten_unasked(house_folder: House, tmp_path: Path) -> None:
    archive = tmp_path / "neeman.zip"
    house_folder.neeman("backup", str(archive))
    refused = house_folder.neeman("restore", str(archive))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    assert house_folder.neeman("restore", str(archive), "--replace").returncode == 0
    assert list(house_folder.folder.glob("neeman.sqlite3.before-*"))
    assert house_folder.neeman("backup", str(archive)).returncode == 2


def test_a_backup_that_was_touched_is_refused(house_folder: House, tmp_path: Path) -> None:
    archive, touched = tmp_path / "neeman.zip", tmp_path / "touched.zip"
    house_folder.neeman("backup", str(archive))
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(touched, "w") as other:
        for name in whole.namelist():
            other.writestr(name, whole.read(name)[:-1] if name.endswith(".pdf") else whole.read(name))
    for bad in (touched, tmp_path / "house" / "secret.key"):
        done = House(tmp_path / "again").neeman("restore", str(bad))
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
        assert str(bad) in done.stderr
    assert not (tmp_path / "again" / "neeman.sqlite3").exists()


def test_the_doctor_finds_a_house_in_order_and_one_that_is_not(house_folder: House) -> None:
    assert "safe for WAL" in house_folder.neeman("doctor").stdout
    (house_folder.folder / "neeman.sqlite3").unlink()
    ill = house_folder.neeman("doctor")
    assert ill.returncode == 1
    assert "migrations wait" in ill.stdout
