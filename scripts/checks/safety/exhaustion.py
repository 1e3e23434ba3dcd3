"""Let what a mechanism keeps its payload in have no room for it: each backing that it declares, or none is tried."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from checks.safety import leftovers, memory_limit, namespaces
from checks.safety.probe import Untried
from measure.contract import backing

SIZE = 2**22  # bytes of the payload
ROOM = 40 * 1024  # bytes that remain: enough for what else a mechanism needs there
# Of memory more: a list of ints becomes an array, as large as the payload, before any mechanism is asked for room.
MEMORY_ROOM = SIZE * 3 // 2
SHMALL = "/proc/sys/kernel/shmall"  # in pages; each IPC namespace has its own
LIMITED_BY_CGROUP = {backing.MEMORY, backing.SERVER}


def prepare(subject: Any) -> None:
    """What has to be done before the mechanism is started; Untried where something can't be limited here."""
    if LIMITED_BY_CGROUP & set(subject.kind.backing) and "why" in subject.spec["memory"]:
        raise Untried(subject.spec["memory"]["why"])
    if backing.FILES in subject.kind.backing:
        # A disk can't be filled. What differs from a file system that memory holds is the time it takes.
        size = f"size={namespaces.SHM_BYTES},mode=1777"
        namespaces.mount("tmpfs", tempfile.gettempdir(), "tmpfs", namespaces.NOSUID_NODEV, size)


def exhaust(subject: Any, servers: Any) -> None:
    """From now on there is no room. `servers`: the processes that the mechanism runs."""
    for one in subject.kind.backing:
        EXHAUST[one](subject, servers)


def fill(folder: str) -> None:
    """Leave ROOM in the file system that a folder lies in."""
    system = os.statvfs(folder)
    with open(os.path.join(folder, "filler"), "wb") as file:
        os.posix_fallocate(file.fileno(), 0, system.f_bavail * system.f_frsize - ROOM)


def fill_shm(subject: Any, servers: Any) -> None:
    fill(leftovers.SHM)


def fill_files(subject: Any, servers: Any) -> None:
    fill(tempfile.gettempdir())


def lower_shmall(subject: Any, servers: Any) -> None:
    with open(SHMALL, "w", encoding="utf-8") as file:
        file.write(str(ROOM // os.sysconf("SC_PAGE_SIZE")))


def limit_creator(subject: Any, servers: Any) -> None:
    memory_limit.limit(subject.spec["memory"], MEMORY_ROOM, [os.getpid()])


def limit_server(subject: Any, servers: Any) -> None:
    """The server alone: the kernel kills the largest process of a cgroup, which might be whoever asks it."""
    if not servers:
        raise Untried("it says that a server holds the payload, and runs none")
    memory_limit.limit(subject.spec["memory"], MEMORY_ROOM, servers)


def limit_by_itself(subject: Any, servers: Any) -> None:
    subject.backend.limit_memory(ROOM)


EXHAUST = {
    backing.SHM: fill_shm,
    backing.FILES: fill_files,
    backing.SYSTEM_V: lower_shmall,
    backing.MEMORY: limit_creator,
    backing.SERVER: limit_server,
    backing.SERVER_LIMIT: limit_by_itself,
}
