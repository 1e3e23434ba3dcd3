"""What an archive has to be before anything is made of it: whole, unaltered, and of a form that is known here."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from judge.model import Verdicts

CHECKSUMS = "checksums.json"
LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SCHEMA = Verdicts.schema
TOLD = ("run", "instrument", "claims", "answer", "span")  # by every verdicts.json


class Unsound(Exception):
    """One line: the folder or file, and what is wrong with it."""


def check(folder: Path) -> dict[str, Any]:
    """The verdicts of a sound archive.

    Raises
    ------
    Unsound
        when it is none, a file is missing, changed or added, or its verdicts are of another form
    """
    if not (folder / "verdicts.json").is_file():
        raise Unsound(f"{folder}: no archived run: it has no verdicts.json")
    noted, actual = noted_sums(folder / CHECKSUMS), checksums(folder)
    changed = sorted(name for name in {**noted, **actual} if noted.get(name) != actual.get(name))
    if changed:
        raise Unsound(f"{folder}: altered since it was published: {', '.join(changed)}")
    return verdicts(folder / "verdicts.json")


def noted_sums(path: Path) -> dict[str, str]:
    """File -> SHA-256, as it was published."""
    found = read_json(path)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Unsound(f"{path}: has no checksums; needed: an object of a SHA-256 for each file")
    return found


def checksums(folder: Path) -> dict[str, str]:
    """File -> SHA-256, of all but the list itself."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != CHECKSUMS)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def verdicts(path: Path) -> dict[str, Any]:
    """A file of verdicts whose form is known here."""
    found = read_json(path)
    if not isinstance(found, dict) or not set(TOLD) <= set(found):
        raise Unsound(f"{path}: is no file of verdicts; needed: {', '.join(TOLD)}")
    if found.get("schema", SCHEMA) != SCHEMA:
        raise Unsound(f"{path}: schema: {found['schema']!r} is not known here; allowed: {SCHEMA}")
    return found


def read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unsound(f"{path}: can't be read: {error.strerror}") from error
    except ValueError as error:
        raise Unsound(f"{path}: is no JSON: {error}") from error


def check_label(label: str) -> None:
    """Unsound unless an archive may be called so: its folder stands in commands and links."""
    if not LABEL.fullmatch(label):
        raise Unsound(f"LABEL: {label!r} is not allowed; allowed: letters, digits, dots, hyphens and underscores")


def check_or_exit(folder: Path) -> None:
    """End the program with one line where an archive is unsound."""
    try:
        check(folder)
    except Unsound as error:
        sys.exit(str(error))
