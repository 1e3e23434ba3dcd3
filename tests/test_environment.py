"""The pip lock and the conda file name the same versions, and the lock says nothing about where it came from."""

import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.txt").read_text()


def lines(name):
    """The lines of a requirements file that are not comments."""
    return [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]


def locked():
    """Name -> versions: a universal lock may hold several, for different Pythons."""
    found = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", LOCK, re.MULTILINE):
        found.setdefault(name.lower(), set()).add(version)
    return found


def conda():
    """Name -> version, its pip section included."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = [line for entry in entries if isinstance(entry, dict) for line in entry["pip"]]
    flat = [entry for entry in entries if isinstance(entry, str)] + pip
    parts = (re.match(r"(?:[\w-]+::)?([\w.-]+)(?:\[[\w,-]+\])?\s*=+\s*([\w.]+)", entry) for entry in flat)
    return {part[1].lower(): part[2] for part in parts if part}


@pytest.mark.parametrize("line", lines("requirements.in"))
def test_one_version_in_both(line):
    name = Requirement(line).name.lower()
    version = conda().get(name) or conda().get(f"{name}-base") or conda().get(f"{name}-python")
    assert locked().get(name) == {version}


def test_each_package_of_the_lock_carries_a_hash():
    packages = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", LOCK, flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("word", ["http", "file:", "--index-url", "--find-links"])
def test_the_lock_has_no_address(word):
    assert word not in LOCK
