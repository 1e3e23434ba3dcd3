"""Where a mechanism keeps its payload: what has no room left when the payload is too large."""

from __future__ import annotations

SHM = "/dev/shm"
FILES = "the temporary folder"
SYSTEM_V = "System V memory"  # as much of it as kernel.shmall allows
MEMORY = "the memory of its processes"  # as much of it as their memory cgroup allows
SERVER = "the memory of its server"
SERVER_LIMIT = "what its server limits itself to"
