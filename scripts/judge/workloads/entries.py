"""A file of workloads against its schema, and what no schema can say: ids, and operations that a payload has."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from judge.workloads.tasks import ATTACH, CREATE, MESSAGES, TASKS, Life
from measure.contract.operations import OPERATIONS, is_of_payload
from measure.contract.payload import ENTRY_BYTES, ITEM_BYTES
from support import units
from support.validation import BadInput, Keys, check, dotted, load_schema, load_yaml

LONGEST_NAME = 40  # characters, as the schema allows


def load(path: str | Path) -> list[dict[str, Any]]:
    """The workloads of a file.

    Raises
    ------
    BadInput
        one line that names the file, the workload, the key and what is allowed
    """
    document = load_yaml(path)
    check(document, load_schema("workloads"), lambda keys: str(path), lambda keys: place(document, keys))
    seen: set[str] = set()
    for entry in document["workloads"]:
        if entry["id"] in seen:
            raise BadInput(f"{path}: workload {entry['id']}: id: is given twice; allowed: each id once")
        seen.add(entry["id"])
        for mistake in mistakes(life(entry)):
            raise BadInput(f"{path}: workload {entry['id']}: {mistake}")
    return list(document["workloads"])


def place(document: Any, keys: Keys) -> str:
    """Dotted keys, with a workload's id in the place of its number."""
    if len(keys) < 2 or keys[0] != "workloads":
        return dotted(keys)
    entry = document["workloads"][keys[1]]
    name = entry.get("id") if isinstance(entry, dict) else None
    known = isinstance(name, str) and name.isprintable() and 0 < len(name) <= LONGEST_NAME
    return f"workload {name if known else keys[1]}: {dotted(keys[2:])}"


def life(entry: dict[str, Any]) -> Life:
    """An entry as the life that is reckoned; what is counted 0 times is no part of it."""
    counts = {task: entry["counts"][task] for task in TASKS if entry["counts"].get(task)}
    return Life(entry["payload"], units.size_in_bytes(entry["size"]), entry["workers"], counts)


def mistakes(found: Life) -> Iterator[str]:
    """What of a life can't be, in words that begin with the key."""
    known = {name for name in OPERATIONS if is_of_payload(name, found.payload)}
    offered = [task for task, one in TASKS.items() if set(one.ways) & known]
    for task in found.counts:
        if task not in offered:
            yield f"counts.{task}: no {found.payload} has any; allowed: {', '.join(offered[1:])}"
    if not set(found.counts) - {CREATE, ATTACH}:
        yield f"counts: nothing is done with it; needed: one of {', '.join(list(TASKS)[3:])}"
    if MESSAGES in found.counts and len(found.counts) > 1:
        yield "counts.messages: go through a channel, which shares no object; allowed: messages alone, or none"
    each = {"blob": 1, "mapping": ENTRY_BYTES}.get(found.payload, ITEM_BYTES)
    if found.size % each:
        yield f"size: {found.size} is not allowed; allowed for {found.payload}: multiples of {each}"


def check_or_exit(path: str | Path) -> None:
    """End the program with one line when the file has a mistake: the Snakefile calls it before anything runs."""
    try:
        load(path)
    except BadInput as error:
        sys.exit(str(error))
