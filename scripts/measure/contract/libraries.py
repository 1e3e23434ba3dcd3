"""Third-party libraries: `make extras` installs them for each interpreter on trial; only who needs them sees them."""

from __future__ import annotations

import importlib
import os
import sys

from measure.system import host

MEASURE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(os.path.dirname(os.path.dirname(MEASURE)), ".extras")


def folder() -> str:
    """Where this interpreter's are: .extras/3.8, .extras/3.13t."""
    return os.path.join(FOLDER, "{}.{}{}".format(*sys.version_info[:2], "t" if host.free_threaded() else ""))


def add_to_path() -> None:
    """Put the folder on the path, before the interpreter's own packages; workers that are spawned inherit it."""
    if folder() not in sys.path:
        sys.path.insert(1, folder())


def missing(needs: dict[str, str]) -> str | None:
    """Why `needs` (distribution -> module) can't be had here, in a sentence, or None."""
    for name, module in needs.items():
        add_to_path()
        try:
            importlib.import_module(module)
        except Exception as error:  # a library that is there may raise anything: for want of a system library, say
            return f"needs {name}: {reason(name, module, error)}"
    return None


def reason(name: str, module: str, error: Exception) -> str:
    """What `make extras` noted; or that it wasn't run; or what the import said."""
    import json

    try:
        with open(os.path.join(folder(), "missing.json"), encoding="utf-8") as file:
            noted = json.load(file)
    except OSError:
        noted = {}
    absent = isinstance(error, ModuleNotFoundError) and error.name == module
    return noted.get(name) or ("make extras" if absent else f"{type(error).__name__}: {error}")


def versions(needs: dict[str, str]) -> str:
    """`lmdb 1.8.1`: what is used of `needs`; empty where it is missing."""
    if not needs:
        return ""
    from importlib import metadata  # slow to import, and a cell that needs nothing doesn't need it

    found = []
    for name in needs:
        add_to_path()
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)
