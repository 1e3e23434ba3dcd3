"""Sizes, times, numbers and versions as text, and sizes from text."""

from __future__ import annotations

import math
import re

from measure.contract.payload import ENTRY_BYTES

DURATIONS = {"s": 1, "min": 60, "h": 3600}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "keys": ENTRY_BYTES}


def format_number(value: float, _: object = None) -> str:
    """0.001, 5, 10,000; powers of ten, with their factor, where that would be long: 10⁵, 2·10⁵."""
    if 1e-4 < value < 1.01e4:
        return f"{value:,g}"
    power = math.floor(math.log10(value) + 1e-9)
    factor = f"{value / 10**power:.3g}"
    return ("" if factor == "1" else f"{factor}·") + "10" + str(power).translate(RAISED)


def format_seconds(value: float, _: object = None) -> str:
    """1 ns, 30 µs, 2 ms, 5 s; "" for nan."""
    if math.isnan(value):
        return ""
    for factor, unit in ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        if value >= factor * 0.9999:
            return f"{value / factor:.3g} {unit}"
    return f"{value:.1e} s"


def version_key(label: str) -> tuple[list[int], bool]:
    """Sorts 3.8 before 3.13 before 3.13t."""
    return [int(part) for part in label.rstrip("t").split(".")], label.endswith("t")


def format_bytes(number: float) -> str:
    """1 KiB, 64 KiB, 16 MiB; bytes where it is no round number."""
    for unit, factor in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if number >= factor and number % factor == 0:
            return f"{number // factor} {unit}"
    return f"{number} B"


def size_in_bytes(size: int | str) -> int:
    """1024 from 1024 or "1 KiB"; 16,000 from "1000 keys" of a mapping."""
    if isinstance(size, int):
        return size
    number, unit = re.split(r" ?(?=[A-Zk])", size, maxsplit=1)
    return int(number) * UNITS[unit]


def duration_in_seconds(text: str) -> float:
    """600 from "10 min"; s, min and h are known."""
    number, unit = text.split()
    return float(number) * DURATIONS[unit]


def channel_name(name: str) -> str:
    """A channel as one would say it: via_unix_socket is a "unix socket"."""
    return name.removeprefix("via_").replace("_", " ")
