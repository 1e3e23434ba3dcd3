"""Facts about a run, written once at its start: the machine, the configuration, the versions, the commit."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import asdict
from importlib import metadata
from typing import Any

from measure.contract import discovery
from measure.system import host
from provenance import commit, decides, hardware, tuning_advice

PACKAGES = ("snakemake", "numpy", "pandas", "scipy", "seaborn", "matplotlib", "pyarrow", "pandera")


def facts(config: dict[str, Any], chosen: dict[str, Any], older: dict[str, Any], largest: int = 0) -> dict[str, Any]:
    """All that the judge and the report say about a run and that no row says.

    `chosen` and `older` are label -> Interpreter, `largest` is the sweep's largest size in bytes.
    """
    known, controls = machine(), discovery.paths(discovery.CONTROLS)
    return {
        "planned": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "config": config,
        "interpreters": {label: one.full for label, one in chosen.items()},
        "builds_detail": {label: asdict(one.built) for label, one in chosen.items()},
        "older": {label: one.full for label, one in older.items()},
        "backends": {name: describe(path) for name, path in discovery.paths().items()},
        "channels": {name: describe_channel(path) for name, path in discovery.paths(discovery.CHANNELS).items()},
        "controls": {name: discovery.load_or_stand_in(path).expects for name, path in controls.items()},
        "machine": known,
        "warnings": tuning_advice.warnings(known, largest),
        "versions": {"python": platform.python_version(), **{name: metadata.version(name) for name in PACKAGES}},
        **commit.facts(),
        "decides": decides.digests(config["claims"]),
    }


def describe(path: str) -> dict[str, Any]:
    backend = discovery.load_or_stand_in(path)
    return {
        "shared": backend.shared and not backend.within_process(),  # between processes
        "replica": backend.replica,
        "servers": backend.servers,
        "view_memory": backend.view_memory,
        "needs": sorted(backend.needs),
        "systems": list(backend.systems),
        "since": "{}.{}".format(*backend.since),
        "lock": backend.lock_name,
        "what": " ".join(backend.__doc__.split()),
    }


def describe_channel(path: str) -> dict[str, Any]:
    channel = discovery.load_or_stand_in(path)
    return {
        "carries": channel.carries,
        "memory": channel.memory,
        "needs": sorted(channel.needs),
        "systems": list(channel.systems),
        "what": " ".join(channel.__doc__.split()),
    }


def machine() -> Any:
    return {
        "node": host.node(),
        "system": platform.platform(),
        "processor": host.processor(),
        "cores": len(host.affinity()),
        "memory_bytes": memory(),
        "shm_free_bytes": host.free_shared_bytes(),
        **hardware.facts(),
    }


def memory() -> Any:
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return None
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
