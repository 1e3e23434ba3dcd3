"""Who can be chosen for an operation: what shares between processes, and isn't just a look into one's own memory."""

from __future__ import annotations

from typing import Any

READING = ("read_item", "read_item_fixed", "iterate", "copy_out", "length", "repr")


def is_eligible(facts: dict[str, Any], operation: str) -> bool:
    """Whether a backend, by its facts in run.json, is a choice for `operation`.

    A replica is none for reading: its processes read copies of their own, and what the others' changes cost has been
    paid before. It contends in what includes that: latency and refresh. Older runs don't say what is a replica.
    """
    return bool(facts["shared"]) and not (facts.get("replica") and operation in READING)


def ineligible(backends: dict[str, dict[str, Any]], operation: str) -> list[str]:
    """The names of those that are no choice for `operation`; `backends` is run.json's."""
    return [name for name, facts in backends.items() if not is_eligible(facts, operation)]
