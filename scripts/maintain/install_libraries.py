"""`python -m maintain.install_libraries [NAME …]`: third-party libraries, into .extras/LABEL for each Python.

Without a name, or with `all`, those of the backends that a configuration's `all` means.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from measure.contract import discovery
from sweep import interpreters
from sweep.interpreters import Interpreter

LOCK = Path("environments/locks/backends.txt")
FOLDER = Path(".extras")
DIRECT = "environments/locks/backends.in"  # what the lock says of a library that is there for its own sake
BESIDE = re.compile(r"^\.\./[^.]", re.MULTILINE)  # in a RECORD, a file of lib: the packages would be in lib/python


@dataclass
class Pin:
    """A package of the lock: its version, its hashes, and who asks for it."""

    requirement: Requirement
    hashes: str
    wanted_by: set[str] = field(default_factory=set)

    @property
    def line(self) -> str:
        """The package as pip's list of requirements has it."""
        return f"{self.requirement.name}{self.requirement.specifier} {self.hashes}"

    def applies(self, environment: dict[str, str]) -> bool:
        """Whether it is for such an interpreter."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate(environment)


def pins(text: str) -> list[Pin]:
    """The packages of a lock that uv wrote."""
    packages: list[Pin] = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.lstrip().startswith("#"):
            if packages:
                packages[-1].wanted_by.update(re.findall(r"[\w./-]+", line))
        elif line.strip():
            requirement, *hashes = re.split(r"\s(?=--hash)", line)
            packages.append(Pin(Requirement(requirement.strip()), " ".join(hashes)))
    return packages


def by_name_only() -> set[str]:
    """The libraries that no backend needs but those which a configuration must name."""
    backends = [discovery.load(path) for path in discovery.all_paths().values()]
    needed: dict[bool, set[str]] = {True: set(), False: set()}
    for backend in backends:
        needed[bool(backend.by_name_only)].update(backend.needs)
    return needed[True] - needed[False]


def with_dependencies(names: Iterable[str], every: list[Pin]) -> list[Pin]:
    """The pins of `names` and, going down, of what they ask for."""
    chosen = set(names)
    while True:
        more = {pin.requirement.name for pin in every if pin.wanted_by & chosen} - chosen
        if not more:
            return [pin for pin in every if pin.requirement.name in chosen]
        chosen |= more


def environment(interpreter: Interpreter) -> dict[str, str]:
    """What markers are evaluated in: this machine, the other Python."""
    version = "{}.{}.{}".format(*interpreter.version)
    short = "{}.{}".format(*interpreter.version)
    ours = {name: str(value) for name, value in default_environment().items()}
    return {**ours, "python_version": short, "python_full_version": version}


def install(interpreter: Interpreter, wanted: list[Pin], folder: Path) -> dict[str, str]:
    """Put the wheels of `wanted` into `folder`; name -> why it isn't there, of those without one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    here = environment(interpreter)
    fitting = {pin.requirement.name: pin for pin in wanted if pin.applies(here)}
    missing = {
        pin.requirement.name: f"it supports no Python {interpreter.label}"
        for pin in wanted
        if pin.requirement.name not in fitting
    }
    while fitting:
        absent = pip(interpreter, fitting.values(), folder, "install", "--target")
        if absent is None:
            add_lib_folder(interpreter, fitting.values(), folder)
            break
        del fitting[absent]
        missing[absent] = f"it has no wheel for CPython {interpreter.label} on this system"
    return missing


def add_lib_folder(interpreter: Interpreter, chosen: Collection[Pin], folder: Path) -> None:
    """Add the lib that some wheels (mpich's) have beside their packages: pip drops that of an install --target."""
    records = [path for path in folder.glob("*.dist-info/RECORD") if BESIDE.search(path.read_text(encoding="utf-8"))]
    short = {canonicalize_name(path.parent.name.split("-")[0]) for path in records}
    wanted = [pin for pin in chosen if canonicalize_name(pin.requirement.name) in short]
    if not wanted:
        return
    with TemporaryDirectory() as wheels:
        pip(interpreter, wanted, Path(wheels), "download", "--dest")
        for wheel in Path(wheels).glob("*.whl"):
            top = "{}-{}.data/data/lib/".format(*wheel.name.split("-")[:2])
            with zipfile.ZipFile(wheel) as archive:
                inside = [name for name in archive.namelist() if name.startswith(top)]
                archive.extractall(wheels, inside)
            shutil.copytree(Path(wheels, top), folder / "lib", dirs_exist_ok=True)


def pip(interpreter: Interpreter, chosen: Collection[Pin], folder: Path, verb: str, where: str) -> str | None:
    """Have pip install or download all of `chosen`, or nothing and answer with the first name that has no wheel."""
    listed = folder / "requirements.txt"
    listed.write_text("".join(f"{pin.line}\n" for pin in chosen))
    tag = "cp{}{}{}".format(*interpreter.version[:2], "t" if interpreter.free_threaded else "")
    command = [sys.executable, "-m", "pip", verb, "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--abi", tag]
    command += ["--python-version", "{}.{}.{}".format(*interpreter.version), where, str(folder), "-r", str(listed)]
    command += ["--ignore-requires-python"]  # the lock has seen to it; pip holds some wheels against its own Python
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode == 0:
        return None
    absent = re.search(r"No matching distribution found for ([\w.-]+)==", done.stderr)
    if not absent:
        errors = [line for line in done.stderr.splitlines() if "WARNING" not in line]
        sys.exit(f"{folder}: pip could not install the libraries: {' '.join(errors)}")
    return absent[1]


def main(*names: str) -> None:
    """Install what the names ask for under each interpreter, unless it is there as the lock says."""
    every = pins(LOCK.read_text(encoding="utf-8"))
    direct = {pin.requirement.name for pin in every if DIRECT in pin.wanted_by}
    unknown = set(names) - direct - {"all"}
    if unknown:
        sys.exit(f"{', '.join(sorted(unknown))}: not in {DIRECT}, which has {', '.join(sorted(direct))}")
    unasked = by_name_only() & direct - set(names)
    chosen = direct - unasked if not names or "all" in names else set(names)
    wanted = with_dependencies(chosen, every)
    recipe = LOCK.read_text(encoding="utf-8") + " ".join(sorted(chosen))
    for interpreter in interpreters.choose("auto").values():
        folder = FOLDER / interpreter.label
        made = folder / "made"
        if made.exists() and made.read_text(encoding="utf-8") == recipe:
            print(f"{folder}: is as the lock says")
            continue
        missing = install(interpreter, wanted, folder)
        reasons = {name: missing[name] for name in sorted(missing) if name in direct}
        print(f"{folder}: {len(chosen) - len(reasons)} libraries")
        reasons.update({name: f'make extras ONLY="all {name}"' for name in sorted(unasked)})
        (folder / "missing.json").write_text(json.dumps(reasons, indent=1) + "\n", encoding="utf-8")
        made.write_text(recipe, encoding="utf-8")
        for name, reason in reasons.items():
            print(f"  without {name}: {reason}")


if __name__ == "__main__":
    main(*sys.argv[1:])
