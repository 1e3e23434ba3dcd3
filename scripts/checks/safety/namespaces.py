"""A private place for a probe: its own /dev/shm, processes, System V memory and loopback, all gone when it ends.

By Linux's namespaces (unshare(2), pid_namespaces(7)): as root, or as a user where user namespaces are allowed.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import struct
from typing import Any

QUEUES = "/dev/mqueue"  # POSIX message queues: mq_overview(7)
SHM_BYTES = 64 * 2**20  # of the private /dev/shm
NEWNS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
RECURSIVE_PRIVATE, NOSUID_NODEV = 0x4000 | 0x40000, 2 | 4
SET_FLAGS, UP = 0x8914, 1
DEATH_SIGNAL = 1
libc = ctypes.CDLL(None, use_errno=True)


def enter() -> None:
    """Go on in a private place, as a grandchild of this process, which waits and ends as the grandchild does.

    OSError where the system doesn't allow it. Between the two stands the first process of the place: it takes over
    the orphans, and with its end the kernel kills whoever is left.
    """
    end_with_parent()
    unshare()
    mount(None, "/", None, RECURSIVE_PRIVATE)
    mount("tmpfs", "/dev/shm", "tmpfs", NOSUID_NODEV, f"size={SHM_BYTES},mode=1777")
    if os.path.isdir(QUEUES):
        mount("mqueue", QUEUES, "mqueue", NOSUID_NODEV)
    raise_loopback()
    first = os.fork()
    if first:
        os._exit(code(os.waitpid(first, 0)[1]))
    end_with_parent()
    mount("proc", "/proc", "proc", NOSUID_NODEV)
    probe = os.fork()
    if probe:
        reap_until(probe)


def reap_until(probe: Any) -> None:
    """Be the first process of the place until the probe has ended."""
    while True:
        pid, status = os.wait()
        if pid == probe:
            os._exit(code(status))


def unshare() -> None:
    """Leave the shared namespaces; a user who isn't root becomes the root of a user namespace first."""
    wanted = NEWNS | NEWIPC | NEWPID | NEWNET
    user, group = os.getuid(), os.getgid()
    checked(libc.unshare(wanted if user == 0 else wanted | NEWUSER), "unshare")
    if user != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", "0 {} 1"), ("gid_map", "0 {} 1")):
            with open("/proc/self/" + name, "w", encoding="utf-8") as file:
                file.write(text.format(group if name == "gid_map" else user))


def mount(source: Any, target: Any, kind: Any, flags: Any, data: Any = None) -> None:
    words = [word.encode() if word else None for word in (source, target, kind, data)]
    checked(libc.mount(words[0], words[1], words[2], ctypes.c_ulong(flags), words[3]), "mount of " + target)


def raise_loopback() -> None:
    """The new network has a loopback that is down: some mechanisms talk over it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        fcntl.ioctl(one, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def end_with_parent() -> None:
    """The kernel kills this process when its parent is gone."""
    checked(libc.prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0), "prctl")


def checked(result: Any, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def code(status: int) -> Any:
    """An exit code that tells what a wait status does, as a shell has it."""
    return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
