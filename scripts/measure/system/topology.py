"""Where the processors lie, from /sys: their cores, packages and NUMA nodes; and which of them a placement takes."""

from __future__ import annotations

import os

from measure.hints import Any, Sequence

NONE, COMPACT, SPREAD = "none", "compact", "spread"
PLACEMENTS = (NONE, COMPACT, SPREAD)
CPU, NODE = "sys/devices/system/cpu", "sys/devices/system/node"


class Unplaceable(Exception):
    """Why the machine can't place workers so, in a sentence."""


class Processor:
    """One hardware thread. `core` is the lowest of its siblings, `thread` its rank among them."""

    def __init__(self, number: Any, siblings: Any, package: Any, node: Any) -> None:
        self.number, self.core, self.thread = number, min(siblings), sorted(siblings).index(number)
        self.package, self.node = package, node


def text(*parts: Any) -> str:
    try:
        with open(os.path.join(*parts), encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return ""


def numbers(listed: Any) -> list[int]:
    """[0, 1, 2, 8] of the kernel's "0-2,8"."""
    found: list[int] = []
    for part in filter(None, listed.split(",")):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def nodes(root: str = "/") -> dict[int, int]:
    """Processor -> its NUMA node; empty where the kernel tells of none."""
    folder = os.path.join(root, NODE)
    names = os.listdir(folder) if os.path.isdir(folder) else []
    found = {}
    for name in names:
        if name.startswith("node") and name[4:].isdigit():
            found.update(dict.fromkeys(numbers(text(folder, name, "cpulist")), int(name[4:])))
    return found


def nodes_of(processors: Sequence[int], root: str = "/") -> str:
    """The NUMA nodes of some processors, as the record has them: "0", "0 1", or empty."""
    known = nodes(root)
    return " ".join(map(str, sorted({known[number] for number in processors if number in known})))


def processors(allowed: Any, root: str = "/") -> Any:
    """The Processors that may be used, in the order of their numbers. A kernel without NUMA has one node."""
    known = nodes(root)
    found: list[Processor] = []
    for number in sorted(allowed):
        folder = os.path.join(root, CPU, f"cpu{number}", "topology")
        siblings, package = numbers(text(folder, "thread_siblings_list")), text(folder, "physical_package_id")
        if number not in siblings or not package:
            raise Unplaceable(f"the system doesn't tell the topology of processor {number}")
        found.append(Processor(number, siblings, int(package), known.get(number, 0)))
    return found


def assign_processors(placement: Any, workers: int, allowed: Any, root: str = "/") -> Any:
    """(a processor for each worker, those of the first one's NUMA node); Unplaceable with the reason.

    compact: neighbouring cores of the NUMA node with most processors. spread: in turns over NUMA nodes, those of
    other packages first. Either way a core gets its second hardware thread in use only when all have their first.
    """
    domains: dict[tuple[int, int], list[Processor]] = {}
    for one in processors(allowed, root):
        domains.setdefault((one.package, one.node), []).append(one)
    for some in domains.values():
        some.sort(key=lambda one: (one.thread, one.core))
    some = compact(domains, workers) if placement == COMPACT else spread(domains, workers)
    near = next(domain for domain in domains.values() if some[0] in domain)
    return [one.number for one in some], sorted(one.number for one in near)


def compact(domains: Any, workers: int) -> Any:
    largest = max(domains.values(), key=len)
    if workers > len(largest):
        text = "compact wants {} processors in one NUMA node, the largest has {}"
        raise Unplaceable(text.format(workers, len(largest)))
    return largest[:workers]


def spread(domains: Any, workers: int) -> Any:
    count = sum(map(len, domains.values()))
    if len(domains) == 1:
        raise Unplaceable("there is nothing to spread over: the processors are all of one NUMA node and package")
    if workers == 1:
        raise Unplaceable("one worker can't be spread")
    if workers > count:
        raise Unplaceable(f"spread wants {workers} processors, there are {count}")
    turns = interleave(
        [[domains[key] for key in sorted(domains) if key[0] == package] for package in packages(domains)]
    )
    return interleave(turns)[:workers]


def packages(domains: Any) -> Any:
    return sorted({package for package, _ in domains})


def interleave(rows: Any) -> Any:
    """The first of each row, then the second of each, until all are empty."""
    longest = max(map(len, rows))
    return [row[place] for place in range(longest) for row in rows if place < len(row)]
