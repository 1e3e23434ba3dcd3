"""The configuration, checked: one line names the file, the key and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from support import validation
from support.validation import BadInput

FIRST_STAGE = 10  # blocks whose width may foretell how many are needed


def check(config: dict[str, Any], files: list[str], known: dict[str, list[str]]) -> None:
    """Raise BadInput unless `config` fits the schema and names backends that exist; `files`: where it came from.

    `known`: kind of a part of the plan -> the names that it may hold; those of `sweep` go everywhere else too.
    """
    validation.check(config, validation.load_schema("config"), lambda keys: validation.source(keys, files))
    if config["precision"] and config["blocks"] < FIRST_STAGE:
        place = f"{validation.source(['blocks'], files)}: blocks: {config['blocks']}"
        raise BadInput(f"{place} is not allowed with precision; allowed: {FIRST_STAGE} or more")
    if config["precision"] and config["precision"]["ceiling"] < config["blocks"]:
        keys = ["precision", "ceiling"]
        place = f"{validation.source(keys, files)}: {validation.dotted(keys)}"
        raise BadInput(f"{place}: is below blocks; allowed: {config['blocks']} or more")
    for keys, names in named_backends(config):
        allowed = known.get(keys[0], known["sweep"])
        for name in names:
            if name not in allowed and name != "all":
                place = f"{validation.source(keys, files)}: {validation.dotted(keys)}: there is no backend {name!r}"
                raise BadInput(f"{place}; allowed: all, {', '.join(allowed)}")


def named_backends(config: dict[str, Any]) -> Iterator[Any]:
    """(keys, names) of every place that names backends."""
    yield ["backends"], config["backends"]
    yield ["limits", "backends"], config["limits"]["backends"]
    yield ["safety", "backends"], config["safety"]["backends"]
    for kind in ("sweep", "transfer", "causes", "instrument"):
        for index, part in enumerate(config[kind]):
            if "backends" in part:
                yield [kind, index, "backends"], part["backends"]
