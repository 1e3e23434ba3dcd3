"""Workers on processors: which ones a cell's placement gives them, and how a process is put there."""

from __future__ import annotations

import os

from measure.hints import TYPE_CHECKING, Any, Sequence
from measure.system import host, topology

if TYPE_CHECKING:
    from measure.contract.cell import Cell


def pin_cell(cell: Cell, backend: Any) -> list[int] | None:
    """Put this process where the cell's placement has it; a processor for each worker, or None without a placement.

    It sits near the first worker, and so do the servers that it starts: there the memory will be. The two ends of a
    channel are two workers, of which this process is one. topology.Unplaceable when the machine can't.
    """
    if cell.placement == topology.NONE:
        return None
    if not hasattr(os, "sched_setaffinity"):
        raise topology.Unplaceable("the system lets no process choose its processors")
    channel = hasattr(backend, "send")
    ends = 2 if channel and not backend.alone else cell.processes
    processors, near = topology.assign_processors(cell.placement, ends, host.affinity())
    pin_process(processors[:1] if channel else near)
    return processors


def pin_process(processors: list[int] | None) -> None:
    """Bind this process, and what it starts from now on, to some processors; None: as it is."""
    if processors is not None:
        os.sched_setaffinity(0, processors)


def processor_columns(processors: Sequence[int]) -> dict[str, str]:
    """The record's columns on a worker's processors."""
    return {"processors": " ".join(map(str, processors)), "numa_node": topology.nodes_of(processors)}
