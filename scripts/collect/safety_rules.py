"""The rules of the safety matrix against their schema; and that each probe has one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checks import runner
from support.validation import BadInput, check, load_schema, load_yaml

PROBES = "checks.safety.probes"
CHANNELS = "channels"  # the module with those that are asked of channels


def load(path: str | Path) -> dict[str, Any]:
    """The rules of a file: one for each of the probes that there are, and one that goes for all of them.

    Raises
    ------
    BadInput
        one line that names the file, the key and what is allowed
    """
    document = load_yaml(path)
    check(document, load_schema("safety"), lambda keys: str(path))
    probes = names(channels=True) | names(channels=False)
    for name in sorted(probes ^ set(document["probes"])):
        what = "is missing" if name in probes else "there is no such probe"
        raise BadInput(f"{path}: probes.{name}: {what}; allowed, and needed: {', '.join(sorted(probes))}")
    for mistake in mistakes(document["always"]["unsafe"], document["probes"]):
        raise BadInput(f"{path}: probes.{mistake}")
    return dict(document)


def names(channels: bool) -> set[str]:
    """The probes that there are, of channels or of backends."""
    modules = [runner.load(PROBES, name) for name in runner.modules(PROBES) if (name == CHANNELS) == channels]
    return {name for module in modules for name in runner.questions(module, "asks")}


def mistakes(always: list[str], probes: dict[str, Any]) -> Iterator[str]:
    """What no schema can say of the rules: each unsafe answer has one reason, and each reason one probe."""
    owners: dict[str, str] = {}
    for name, rule in probes.items():
        if bool(rule["unsafe"]) != ("reason" in rule):
            what = "is missing" if rule["unsafe"] else "is not allowed"
            yield f"{name}.reason: {what}; needed where some answer is unsafe, and there alone"
        for answer in sorted(set(always) & set(rule["unsafe"])):
            yield f"{name}.unsafe: {answer!r} is not allowed; always.unsafe has it for every probe"
        owner = owners.setdefault(rule.get("reason", name), name)
        if owner != name:
            yield f"{name}.reason: {rule['reason']!r} is that of {owner}; allowed: one of its own"


def check_or_exit(path: str | Path) -> None:
    """End the program with one line when the file has a mistake: the Snakefile calls it before anything runs."""
    try:
        load(path)
    except BadInput as error:
        sys.exit(str(error))
