"""The configuration, checked: one line names the file, the key and what is allowed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from support import validation
from support.validation import BadInput, Keys
from sweep import parts


def check(config: dict[str, Any], files: list[str], known: dict[str, list[str]]) -> None:
    """Raise BadInput unless `config` fits the schema and names backends that exist; `files`: where it came from.

    `known`: kind of a part of the plan -> the names that it may hold; those of `sweep` go everywhere else too.
    """
    for file in files:
        validation.load_yaml(file)  # which refuses what Snakemake has read somehow, as a key that is given twice
    validation.check(config, validation.load_schema("config"), lambda keys: validation.source(keys, files))
    for keys, words in mistakes(config, known):
        raise BadInput(f"{validation.source(keys, files)}: {validation.dotted(keys)}: {words}")


def mistakes(config: dict[str, Any], known: dict[str, list[str]]) -> Iterator[tuple[Keys, str]]:
    """(keys, what is wrong) of all that no schema can say."""
    yield from infinite_numbers(config)
    yield from impossible_times(config["timing"])
    if config["budget"] and config["blocks"]:
        yield (
            ["budget"],
            f"{config['budget']} is not allowed beside {config['blocks']} blocks; allowed: one of them, the other null",
        )
    if not config["budget"] and not config["blocks"]:
        yield ["blocks"], "null is not allowed without a budget; allowed: 1 or more"
    for keys, names in named_backends(config):
        allowed = known.get(str(keys[0]), known["sweep"])
        if keys[0] == "safety":
            allowed = allowed + known["transfer"]
        for name in names:
            if name not in allowed and name != "all":
                yield keys, f"there is no backend {name!r}; allowed: all, {', '.join(allowed)}"
    yield from parts.mistakes(config)


def infinite_numbers(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """(keys, what is wrong) of every number that is none: --config takes them, a file can't hold them."""
    if isinstance(value, float) and not math.isfinite(value):
        yield keys, f"{value} is not allowed; allowed: a finite number"
    if isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from infinite_numbers(part, (*keys, key))


def impossible_times(timing: dict[str, Any]) -> Iterator[tuple[Keys, str]]:
    """(keys, what is wrong) of times that no operation could keep."""
    deadline = timing["deadline_seconds"]
    least = timing["minimum_batches"] * timing["batch_seconds"]
    longest = {"window_seconds": timing["window_seconds"], "minimum_batches": least}
    longest |= {name: timing[name] for name in ("slow_seconds", "allowance_seconds")}
    for name, seconds in longest.items():
        if seconds >= deadline:
            yield ("timing", name), f"would take {seconds:g} s; allowed: less than deadline_seconds, {deadline:g} s"
    for short, long in (("batch_seconds", "window_seconds"), ("slow_seconds", "allowance_seconds")):
        if timing[short] > timing[long]:
            yield ("timing", short), f"{timing[short]:g} is not allowed; allowed: up to {long}, {timing[long]:g}"


def named_backends(config: dict[str, Any]) -> Iterator[Any]:
    """(keys, names) of every place that names backends."""
    yield ["backends"], config["backends"]
    yield ["limits", "backends"], config["limits"]["backends"]
    yield ["safety", "backends"], config["safety"]["backends"]
    for kind in ("sweep", "transfer", "causes", "instrument"):
        for index, part in enumerate(config[kind]):
            if "backends" in part:
                yield [kind, index, "backends"], part["backends"]
