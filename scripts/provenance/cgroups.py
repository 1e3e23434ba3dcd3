"""The limits of the control groups that this process lives in, of both their versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TOP = "sys/fs/cgroup"
NO_LIMIT = 2**60  # bytes: version 1 writes a huge number for none


def cores(root: Path) -> Any:
    """The smallest share of the processors' time that the control groups allow, in cores; "none" without a limit."""
    quotas = [quota_and_period(folder) for folder in folders(root, "cpu")]
    shares = [int(quota) / int(period) for quota, period in quotas if quota.isdigit()]
    return round(min(shares), 2) if shares else ("none" if quotas else None)


def quota_and_period(folder: Path) -> Any:
    """Microseconds as text: of cpu.max (version 2) or of the two files of version 1; "max" is no limit."""
    words = (text(folder / "cpu.max") or "").split()
    if len(words) == 2:
        return words
    return text(folder / "cpu.cfs_quota_us") or "max", text(folder / "cpu.cfs_period_us") or "100000"


def memory(root: Path) -> Any:
    """The smallest limit of the control groups, in bytes; "none" without one."""
    places = folders(root, "memory")
    limits_as_text = [text(folder / name) for folder in places for name in ("memory.max", "memory.limit_in_bytes")]
    limits = [int(limit) for limit in limits_as_text if limit and limit.isdigit() and int(limit) < NO_LIMIT]
    return min(limits) if limits else ("none" if places else None)


def folders(root: Path, controller: Any) -> Any:
    """This process's folders, from its own up to the top, in both versions; a container may see the top only."""
    folders = []
    for line in (text(root / "proc/self/cgroup") or "").splitlines():
        _, names, path = line.split(":", 2)
        if names and controller not in names.split(","):
            continue
        for top in [root / TOP / controller] if names else [root / TOP, root / TOP / "unified"]:
            own = top / path.strip("/")
            chain = [own, *own.parents][: len(Path(path.strip("/")).parts) + 1]
            folders += [folder for folder in chain if folder.is_dir()]
    return folders


def text(path: Path) -> Any:
    """A file's content without the white space around it, None when it can't be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
