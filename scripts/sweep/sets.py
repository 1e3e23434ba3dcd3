"""Which cells are alive together, at work in turns: what is compared with each other, as far as the memory reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from measure.contract.needs import MEMORY_OF

# Of a set. A cell is two to five processes; it holds several copies of its payload.
MOST_CELLS = 80
MOST_BYTES = 2**32
COPIES = 3  # that the parent and a worker hold


def names(keys: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], str]:
    """Cell -> the name of its set among those of its interpreter.

    All cells of a payload, where they fit: then the sizes of a mechanism are neighbours as well as the mechanisms of a
    size. Else those of a size, and if these don't fit, parts of them.

    Parameters
    ----------
    keys : of cells: (interpreter, backend, payload, bytes, processes, placement)
    """
    found = {}
    for (_, payload), cells in grouped(keys, lambda key: (key[0], key[2])).items():
        if fits(cells):
            found.update(dict.fromkeys(cells, payload))
            continue
        for size, some in grouped(cells, lambda key: key[3]).items():
            for number, part in enumerate(parts(sorted(some, key=lambda key: (*key[4:], key[1])))):
                found.update(dict.fromkeys(part, f"{payload}-{size}" + (f"-{number}" if number else "")))
    return found


def grouped(keys: Iterable[tuple[Any, ...]], what: Any) -> dict[Any, list[tuple[Any, ...]]]:
    groups: dict[Any, list[tuple[Any, ...]]] = {}
    for key in sorted(keys):
        groups.setdefault(what(key), []).append(key)
    return groups


def fits(cells: list[tuple[Any, ...]]) -> bool:
    return len(cells) <= MOST_CELLS and sum(map(alive_bytes, cells)) <= MOST_BYTES


def alive_bytes(key: tuple[Any, ...]) -> int:
    """What a cell holds while it sleeps, about."""
    _, _, payload, size, processes, _ = key
    return int(size * MEMORY_OF[payload] * (COPIES + processes - 1))


def parts(cells: list[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    """As few parts as fit, in the order of `cells`; a cell that fits nowhere is a part of its own."""
    found: list[list[tuple[Any, ...]]] = [[]]
    for cell in cells:
        if found[-1] and not fits([*found[-1], cell]):
            found.append([])
        found[-1].append(cell)
    return found
