"""What a cell needs of the machine, asked before it starts: where that is short, a refusal with its reason."""

from __future__ import annotations

from collections.abc import Iterable

from measure.contract.backing import SHM
from measure.contract.payload import Payload
from measure.hints import TYPE_CHECKING
from measure.system import host

if TYPE_CHECKING:
    from measure.contract.backend import Backend

# Bytes in memory for each of the payload's: a list of ints above the cached ones takes 8 bytes a reference and 32 an
# int; an entry of a dictionary some 50, its key 57 and its int 32.
MEMORY_OF = {"items": 5, "small_items": 5, "blob": 1, "array": 1, "mapping": 9}
COPYING = {"copy_out", "copy_in", "first_copy_out", "refresh", "repr"}  # which hold further ones of the whole
# Descriptors of the harness: in a process, and in the cell's own for each worker (its pipe, what tells of its end). No
# process of a mechanism has more of them for a worker: a server has a connection.
OWN_DESCRIPTORS, WORKER_DESCRIPTORS = 8, 3


def shortage(backend: Backend, payload: Payload, processes: int, operations: Iterable[str]) -> str | None:
    """Why the machine can't hold a cell of so many workers that do `operations`, or None."""
    copying = payload.kind != "array" or not COPYING.isdisjoint(operations)
    found = short_of(payload, processes, SHM in backend.backing, copying)
    return found or too_many_descriptors(type(backend), processes)


def short_of(payload: Payload, processes: int, in_shm: bool = True, copying: bool = True) -> str | None:
    """Why the machine's memory is too small, or None. Writing past a full /dev/shm would be a SIGBUS.

    `copying`: whether the workers hold copies of the whole; without, one each at most, as of what isn't shared.
    """
    fault = host.shm_fault() if in_shm else ""
    if fault:
        return fault
    shared, free_shared = (5 if copying else 2) * payload.size if in_shm else 0, host.free_shared_bytes()
    each = payload.size * MEMORY_OF[payload.kind]
    memory, free_memory = each * (3 + 3 * processes if copying else 2 + processes), host.free_memory_bytes()
    if free_shared is not None and shared > free_shared:
        return f"needs {shared} bytes of {host.SHM}, {free_shared} are free"
    if free_memory is not None and memory > free_memory:
        return f"needs about {memory} bytes of memory, {free_memory} are free"
    return None


def too_many_descriptors(backend: type[Backend], processes: int) -> str | None:
    """Why a process of the cell would have more open than it may, or None."""
    wanted, allowed = descriptors(backend, processes), host.most_descriptors()
    if allowed is not None and wanted > allowed:
        return f"needs about {wanted} descriptors in a process, {allowed} are allowed (ulimit -n)"
    return None


def descriptors(backend: type[Backend], processes: int) -> int:
    """How many the process of a cell that has most of them open may have open, at most."""
    return OWN_DESCRIPTORS + backend.descriptors + WORKER_DESCRIPTORS * processes
