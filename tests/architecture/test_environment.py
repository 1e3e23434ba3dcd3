"""The pip lock and the conda file name the same versions, and the lock says nothing about where it came from."""

import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.txt").read_text()
EXTRAS = (ROOT / "environments/locks/backends.txt").read_text()


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


@pytest.mark.parametrize("lock", [LOCK, EXTRAS], ids=["workflow", "extras"])
def test_each_package_of_the_lock_carries_a_hash(lock):
    packages = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", lock, flags=re.MULTILINE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_cluster_s_lock_adds_executors_and_changes_no_version():
    pinned = dict(
        re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "environments/locks/cluster.txt").read_text(), re.MULTILINE)
    )
    added = {name for name in pinned if name not in locked()}
    assert added and all("executor-plugin" in name for name in added)
    assert {name: {pinned[name]} for name in set(pinned) - added} == {
        name: locked()[name] for name in set(pinned) - added
    }
    wanted = [Requirement(line) for line in lines("environments/locks/cluster.in") if not line.startswith("-")]
    assert {str(one.specifier) for one in wanted} == {f"=={pinned[one.name]}" for one in wanted}


@pytest.mark.parametrize("name", ["Dockerfile", "trial.def"])
def test_the_containers_are_made_from_the_locks_on_a_python_that_conda_would_take_too(name):
    text = (ROOT / "environments" / name).read_text()
    for lock in ("requirements.txt", "cluster.txt"):
        assert re.search(rf"pip install .*--require-hashes -r /opt/{lock}", text)
    python = next(entry for entry in yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"])
    version = re.search(r"python:(\d+\.\d+)-slim", text)[1]
    assert python.startswith("python ") and version in SpecifierSet(python.removeprefix("python "))


@pytest.mark.parametrize("word", ["http", "file:", "--index-url", "--find-links"])
def test_the_locks_have_no_address(word):
    for lock in (LOCK, EXTRAS):
        assert word not in lock
