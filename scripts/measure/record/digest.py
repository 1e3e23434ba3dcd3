"""A digest of what a cell depends on: its settings, the harness's sources and its backend's."""

from __future__ import annotations

import hashlib
import json
import os

from measure.hints import Any

MEASURE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CONTENDERS = ("backends", "causes", "channels", "controls")  # a cell depends on its own only


def digest(settings: dict[str, Any], path: str, top: Any = MEASURE) -> str:
    """Twelve hexadecimal digits; `path` is the backend's file, `top` the folder of the measuring half."""
    found = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for source in [*sources(top), path]:
        with open(source, "rb") as file:
            found.update(file.read())
    return found.hexdigest()[:12]


def sources(top: Any = MEASURE) -> list[str]:
    """The files of the measuring half but for the contenders, sorted."""
    found: list[str] = []
    for folder, folders, files in os.walk(top):
        if folder == top:
            folders[:] = [name for name in folders if name not in CONTENDERS]
        found.extend(os.path.join(folder, name) for name in files if name.endswith(".py"))
    return sorted(found)
