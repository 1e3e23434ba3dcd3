"""What a mechanism is beside its times: how safe, and how simple."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any, NamedTuple

from judge.workloads.model import Mechanism, Safety
from measure.contract import discovery
from measure.contract.channel import Channel

Reasons = dict[tuple[str, str], list[str]]  # (backend, interpreter) -> in words


class Probed(NamedTuple):
    """What a run's probes say of those that were probed.

    untried: what every mechanism has to answer, and didn't; asks: what a channel leaves to its user
    """

    unsafe: Reasons
    untried: Reasons
    asks: Reasons


def contenders(run: dict[str, Any]) -> list[str]:
    """The mechanisms that share between processes, and the channels that hand something over; `run` is run.json."""
    shared = [name for name, facts in run["backends"].items() if facts["shared"]]
    return shared + [name for name, facts in run.get("channels", {}).items() if facts["carries"]]


def mechanisms(run: dict[str, Any], interpreters: Iterable[str], probed: Probed) -> list[Mechanism]:
    """Every contender under each interpreter."""
    return [mechanism(run, name, label, probed) for label in interpreters for name in contenders(run)]


def mechanism(run: dict[str, Any], name: str, interpreter: str, probed: Probed) -> Mechanism:
    facts = run["backends"].get(name) or run["channels"][name]
    safety, reasons = how_safe(name, interpreter, probed)
    replica = bool(facts.get("replica"))
    needed = needs(name, facts) + probed.asks.get((name, interpreter), [])
    return Mechanism(interpreter, name, facts["what"], safety, reasons, needed, replica)


def how_safe(name: str, interpreter: str, probed: Probed) -> tuple[Safety, list[str]]:
    """(what the probes say, the reasons): what could not be tried is never passed."""
    key = (name, interpreter)
    if key not in probed.unsafe and key not in probed.untried:
        return "not probed", []
    if reasons := probed.unsafe.get(key):
        return "unsafe", reasons
    return ("untried", probed.untried[key]) if probed.untried.get(key) else ("passed", [])


def needs(name: str, facts: dict[str, Any]) -> list[str]:
    """What a mechanism takes beyond the standard library, workers and any system.

    Older runs don't say on which systems it works, nor what a channel takes: that is the mechanism's and not the
    run's, and is asked of today's file.
    """
    declared = today(name)
    servers = facts.get("servers", declared["servers"])
    systems = facts.get("systems", declared["systems"])
    found = list(facts.get("needs", declared["needs"]))
    return found + ["a server"] * bool(servers) + ([" or ".join(systems)] if systems else [])


@functools.cache
def today(name: str) -> dict[str, Any]:
    """What a mechanism's file declares; of one that is gone, nothing."""
    try:
        kind = discovery.load_or_stand_in(discovery.find(name))
    except KeyError:
        return {"servers": 0, "systems": [], "needs": []}
    receiver = Channel.servers if issubclass(kind, Channel) else 0
    return {"servers": kind.servers - receiver, "systems": list(kind.systems), "needs": sorted(kind.needs)}
