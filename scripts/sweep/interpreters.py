"""The interpreters on trial: found, not assumed."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import findpython

from measure.system import build

OLDEST = (3, 8)
ASK = (
    "import json, sys, sysconfig, platform; print(json.dumps([platform.python_implementation(), sys.version_info[:3],"
    f" sys.executable, dict((name, sysconfig.get_config_var(name)) for name in {build.VARIABLES}),"
    " platform.python_compiler(), ' '.join(platform.libc_ver())]))"
)


class NotFound(Exception):
    """A named interpreter is missing; the text lists what was found."""


@dataclass(frozen=True)
class Built:
    """How an interpreter was built: `kind` in measure.system.build's words, the rest as it says itself."""

    kind: str = "plain"
    compiler: str = ""
    libc: str = ""
    configured: str = ""
    flags: str = ""


@dataclass(frozen=True)
class Interpreter:
    """`version` is (major, minor, micro); a free-threaded build is labelled 3.13t."""

    path: str
    version: tuple
    free_threaded: bool = False
    built: Built = Built()

    @property
    def label(self) -> str:
        return f"{self.version[0]}.{self.version[1]}{'t' if self.free_threaded else ''}"

    @property
    def full(self) -> str:
        return ".".join(map(str, self.version)) + ("t" if self.free_threaded else "")


def identify(path: str) -> Interpreter | None:
    """The Interpreter at `path`, or None when it isn't CPython."""
    try:
        # A sitecustomize of its own may print as well, before us.
        answer = subprocess.run([path, "-s", "-E", "-c", ASK], capture_output=True, timeout=30, check=True)
        implementation, version, executable, variables, compiler, libc = json.loads(answer.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, TypeError, IndexError):  # whatever it is, it is no Python
        return None
    if implementation != "CPython":
        return None
    free_threaded = bool(variables["Py_GIL_DISABLED"])
    return Interpreter(executable or path, tuple(version), free_threaded, how_built(variables, compiler, libc))


def how_built(variables: dict[str, Any], compiler: str, libc: str) -> Built:
    """What sysconfig's variables tell; the home directory is nobody's business where a run is published."""
    told = [without_home(str(variables[name] or "")) for name in ("CONFIG_ARGS", "PY_CFLAGS")]
    return Built(build.kind(variables), compiler, libc, *told)


def without_home(text: str) -> str:
    """A text without the user's home directory, which a user without a name has none of."""
    home = os.path.expanduser("~")
    return text.replace(home, "~") if len(home) > len(os.sep) else text


def discover(oldest: tuple[int, int] = OLDEST) -> list[Interpreter]:
    """Every CPython from `oldest` on; findpython's places list one several times, as shims and links.

    Its own find_all would ask each of them several times, one after the other: 7 s where this takes 1.
    """
    candidates: dict[str, str] = {}
    for provider in findpython.Finder().setup_providers():
        for python in provider.find_pythons():
            candidates.setdefault(str(python.real_path), str(python.executable))
    with ThreadPoolExecutor() as pool:
        interpreters = set(pool.map(identify, candidates.values()))
    new = [one for one in interpreters if one is not None and one.version >= oldest]
    return sorted(new, key=lambda one: (one.version, one.free_threaded, one.path))


def newest_of_each(interpreters: list[Interpreter]) -> list[Interpreter]:
    """The newest of each minor version and kind, oldest first."""
    newest = {one.label: one for one in interpreters}
    return sorted(newest.values(), key=lambda one: (one.version, one.free_threaded))


def named(wish: str, interpreters: list[Interpreter]) -> Interpreter:
    """The interpreter that a version (3.8, 3.13t, 3.12.1) or a path names."""
    if "/" in wish or "\\" in wish:
        one = identify(wish)
        one = one if one and one.version >= OLDEST else None
    else:
        matching = [one for one in interpreters if wish in (one.label, one.full)]
        one = matching[-1] if matching else None
    if one is None:
        there = ", ".join(f"{other.full} ({other.path})" for other in interpreters) or "none"
        raise NotFound(f"{wish!r} is no CPython from {OLDEST[0]}.{OLDEST[1]} on; found: {there}")
    return one


def choose(wanted: str | list[Any]) -> dict[str, Interpreter]:
    """Label -> Interpreter for `auto` or a list of versions and paths; two of one label get their full versions."""
    everything = discover()
    chosen = newest_of_each(everything) if wanted == "auto" else [named(str(wish), everything) for wish in wanted]
    labels = [one.label for one in chosen]
    return {one.label if labels.count(one.label) == 1 else one.full: one for one in chosen}


def before_oldest() -> dict[str, Interpreter]:
    """Label -> Interpreter of those from before OLDEST: they are measured nowhere, but asked what they offer."""
    return {one.label: one for one in newest_of_each(discover((2, 7))) if one.version < OLDEST}


def group(labels: list[str], which: str | list[str]) -> list[str]:
    """The labels (oldest first) that `ends`, `others`, `newest` or `all` stands for; of named ones those there are."""
    if isinstance(which, list):
        return [label for label in labels if label in which]
    ends = list(dict.fromkeys([labels[0], labels[-1]]))
    others = [label for label in labels if label not in ends]
    return {"ends": ends, "others": others, "newest": labels[-1:], "all": labels}[which]
