"""What about a machine makes its measurements worse, and what to do about each, as `pyperf system show` has it."""

from __future__ import annotations

import math
from typing import Any

LOAD = 0.5  # processes that ran in the last minute, beside which a measurement waits
COARSE = 1e-6  # seconds: beyond it, the ends of a batch of 4 ms are off by more than a thousandth
FULL = 0.5  # of the memory: the payload is there at least twice, in the parent and shared


def warnings(machine: Any, largest: Any = 0) -> Any:
    """A list of {"what", "do"}; `largest` is the sweep's largest size in bytes. What isn't known is no warning."""
    advice = [check(machine) for check in CHECKS] + [shm(machine, largest), memory(machine, largest)]
    return [dict(zip(("what", "do"), one, strict=True)) for one in advice if one]


def governor(machine: Any) -> Any:
    if machine.get("governor") not in (None, "performance"):
        return (
            f"The processor's frequency is set by the governor {machine['governor']}, so it follows the load.",
            "Set the governor performance: `sudo cpupower frequency-set -g performance`.",
        )


def turbo(machine: Any) -> Any:
    if machine.get("turbo") == "on":
        return (
            "The processor may go faster than its nominal frequency while it is cool (turbo).",
            "Switch turbo off: in the firmware, or `sudo python -m pyperf system tune` where it knows the processor.",
        )


def virtual(machine: Any) -> Any:
    if machine.get("virtual_machine") not in (None, "none"):
        return (
            "This is a virtual machine: its neighbours and its hypervisor take time that it doesn't see.",
            "Measure on bare metal, or watch the stolen time and the noise floor in the report and take more blocks.",
        )


def load(machine: Any) -> Any:
    if (machine.get("load") or 0) > LOAD:
        return (
            f"The load average was {machine['load']} when the run was planned: something else was running.",
            "Stop what else runs, wait a minute, and start the run anew.",
        )


def smt(machine: Any) -> Any:
    if machine.get("smt") == "on":
        return (
            "Two hardware threads share a core (SMT), so processes that compete may slow each other down in it.",
            "Switch it off until the next boot: `echo off | sudo tee /sys/devices/system/cpu/smt/control`.",
        )


def isolated(machine: Any) -> Any:
    if machine.get("isolated_cores") == "none":
        return (
            "No core is kept free of other processes.",
            "Boot the kernel with isolcpus=… and start the run with taskset on these cores.",
        )


def clock(machine: Any) -> Any:
    coarse = max(machine.get(name) or 0 for name in ("clock_resolution_seconds", "clock_step_seconds"))
    if coarse > COARSE:
        return (
            f"The clock's steps are {coarse:.2g} seconds, too long for short batches.",
            "Raise timing.batch_seconds in the configuration to 10,000 steps or more.",
        )


def source(machine: Any) -> Any:
    if machine.get("clock") in ("hpet", "acpi_pm", "jiffies", "refined-jiffies"):
        return (
            f"The kernel's clock source is {machine['clock']}, which is slow to read.",
            "Boot with another one, such as tsc, if /sys/devices/system/clocksource/*/available_clocksource has it.",
        )


def cores(machine: Any) -> Any:
    limit = machine.get("cgroup_cores")
    if is_number(limit) and limit < machine.get("cores", math.inf):
        return (
            f"A control group allows {limit} of {machine['cores']} cores and stops the processes in between.",
            "Lift the limit (Docker's --cpus, Slurm's --cpus-per-task), or start the run with taskset on fewer cores.",
        )


def aslr(machine: Any) -> Any:
    if machine.get("aslr") in ("off", "partly"):
        return (
            "Addresses are not fully random (ASLR), so all blocks may share one lucky or unlucky layout.",
            "Switch it on: `echo 2 | sudo tee /proc/sys/kernel/randomize_va_space`.",
        )


def hash_seed(machine: Any) -> Any:
    if machine.get("hash_seed") not in (None, "random"):
        return (
            f"PYTHONHASHSEED is {machine['hash_seed']}, so all blocks share one layout of dicts and sets.",
            "Unset PYTHONHASHSEED.",
        )


CHECKS = (governor, turbo, virtual, load, smt, isolated, clock, source, cores, aslr, hash_seed)


def shm(machine: Any, largest: Any) -> Any:
    total = machine.get("shm_total_bytes")
    if is_number(total) and total < largest:
        return (
            f"/dev/shm holds {total} bytes, less than the sweep's largest size of {largest}.",
            "Enlarge it (`sudo mount -o remount,size=… /dev/shm`, of Docker: --shm-size), or leave that size out.",
        )


def memory(machine: Any, largest: Any) -> Any:
    limits = [machine.get(name) for name in ("cgroup_memory_bytes", "memory_bytes")]
    allowed = min((limit for limit in limits if is_number(limit)), default=math.inf)
    if largest > allowed * FULL:
        return (
            f"The memory allowed is {allowed} bytes, less than twice the sweep's largest size of {largest}.",
            "Lift the limit, take a machine with more memory, or leave that size out.",
        )


def is_number(value: float) -> Any:
    return isinstance(value, (int, float))
