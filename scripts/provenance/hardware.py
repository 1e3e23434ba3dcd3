"""What the system tells of the hardware, its limits and its settings; None where it doesn't tell."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any

from provenance import cgroups
from provenance.cgroups import text

CPU = "sys/devices/system/cpu"
HUGE = "sys/kernel/mm/transparent_hugepage"
HYPERVISORS = ("kvm", "qemu", "vmware", "virtualbox", "xen", "hyper-v", "microsoft", "parallels", "bochs", "amazon ec2")
SWITCH = {"0": "off", "1": "on"}


def facts(root: str | Path = "/") -> dict[str, Any]:
    """One flat dict: label -> plain value. `root` is where /proc, /sys and /dev lie."""
    top = Path(root)
    return {
        "caches": caches(top),
        "numa_nodes": len(list(top.glob("sys/devices/system/node/node[0-9]*"))) or None,
        "virtual_machine": virtual_machine(top),
        "smt": SWITCH.get(text(top / CPU / "smt/active")),
        "governor": governor(top),
        "turbo": turbo(top),
        "isolated_cores": isolated(top),
        "cgroup_cores": cgroups.cores(top),
        "cgroup_memory_bytes": cgroups.memory(top),
        "shm_total_bytes": shm(top),
        "huge_pages": bracketed(top / HUGE / "enabled"),
        "huge_pages_shm": bracketed(top / HUGE / "shmem_enabled"),
        "mitigations": mitigations(top),
        "aslr": {"0": "off", "1": "partly", "2": "on"}.get(text(top / "proc/sys/kernel/randomize_va_space")),
        "hash_seed": os.environ.get("PYTHONHASHSEED") or "random",
        "load": load(top),
        **clock(top),
    }


def caches(root: Path) -> Any:
    """The first core's, like "L1d 32K, L1i 32K, L2 1024K"."""
    caches = []
    for folder in root.glob(f"{CPU}/cpu0/cache/index[0-9]*"):
        level, kind, size = (text(folder / name) for name in ("level", "type", "size"))
        if level and size:
            letter = {"Data": "d", "Instruction": "i"}.get(kind, "")
            caches.append(f"L{level}{letter} {size}")
    return ", ".join(sorted(caches)) or None


def virtual_machine(root: Path) -> Any:
    """The hypervisor's name, "yes" for one without a name, or "none"."""
    maker = " ".join(filter(None, (text(root / "sys/class/dmi/id" / name) for name in ("sys_vendor", "product_name"))))
    xen = text(root / "sys/hypervisor/type")
    cores = text(root / "proc/cpuinfo") or ""
    flags = [line.split(":", 1)[1].split() for line in cores.splitlines() if line.startswith("flags")]
    if xen or (flags and "hypervisor" in flags[0]):
        return xen or maker or "yes"
    if flags or not maker:
        return "none" if flags else None
    return maker if any(name in maker.lower() for name in HYPERVISORS) else "none"


def governor(root: Path) -> Any:
    """That of all cores, several when they differ."""
    governors = {text(path) for path in root.glob(f"{CPU}/cpu[0-9]*/cpufreq/scaling_governor")} - {None, ""}
    return ", ".join(sorted(governors)) or None


def turbo(root: Path) -> Any:
    no_turbo = SWITCH.get(text(root / CPU / "intel_pstate/no_turbo"))
    if no_turbo:
        return {"on": "off", "off": "on"}[no_turbo]
    return SWITCH.get(text(root / CPU / "cpufreq/boost"))


def isolated(root: Path) -> Any:
    """The cores that the kernel gives to nobody who doesn't ask for them."""
    isolated = text(root / CPU / "isolated")
    return None if isolated is None else isolated or "none"


def shm(root: Path) -> Any:
    folder = root / "dev/shm"
    return shutil.disk_usage(folder).total if folder.is_dir() else None


def bracketed(path: Path) -> Any:
    """The choice in effect: madvise of "always [madvise] never"."""
    choices = text(path)
    return choices.split("[")[1].split("]")[0] if choices and "[" in choices else None


def mitigations(root: Path) -> Any:
    """The names of the flaws, by what is done about them; those that don't affect the processor are left out."""
    states: dict[str, list[str]] = {}
    for path in sorted(root.glob(f"{CPU}/vulnerabilities/*")):
        states.setdefault((text(path) or "unknown").split()[0].rstrip(":").lower(), []).append(path.name)
    states = {word.replace("mitigation", "mitigated"): names for word, names in states.items()}
    listed = "; ".join(f"{word}: {', '.join(names)}" for word, names in sorted(states.items()) if word != "not")
    return listed or ("none needed" if states else None)


def load(root: Path) -> Any:
    """The load average of the last minute."""
    averages = text(root / "proc/loadavg")
    if averages:
        return float(averages.split()[0])
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def clock(root: Path, calls: Any = 20_000) -> Any:
    """The kernel's source of time, what Python says of its clock, and what a short trial finds of it."""
    info = time.get_clock_info("perf_counter")
    source = "sys/devices/system/clocksource/clocksource0/current_clocksource"
    step, cost = ticks(calls)
    return {
        "clock": text(root / source) or None,
        "clock_call": info.implementation,
        "clock_resolution_seconds": info.resolution,
        "clock_step_seconds": step,
        "clock_cost_seconds": cost,
    }


def ticks(calls: Any) -> Any:
    """(smallest step seen between two calls that differ, what a call costs), in seconds."""
    started = time.perf_counter_ns()
    seen = [time.perf_counter_ns() for _ in range(calls)]
    ended = time.perf_counter_ns()
    steps = [after - before for before, after in zip(seen, seen[1:], strict=False) if after > before]
    return (min(steps) / 1e9 if steps else None), float(f"{(ended - started) / 1e9 / calls:.3g}")
