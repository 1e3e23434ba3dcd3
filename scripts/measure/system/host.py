"""Facts about the machine and the interpreter, as far as they can be had; empty where they can't.

Modules that few of them need are imported by those alone: each worker imports this file, and waits for all it imports.
"""

from __future__ import annotations

import os
import sys
import time

from measure.hints import Any
from measure.system import build as build_of

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]  # as a module that isn't there is asked for


SHM = "/dev/shm"


def read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def threads(pid: int) -> list[str]:
    """The folders of a process's threads, as far as the system tells."""
    try:
        return [f"/proc/{pid}/task/{thread}" for thread in os.listdir(f"/proc/{pid}/task")]
    except OSError:  # another system, or the process is gone
        return []


def version() -> str:
    """3.13.0."""
    return ".".join(map(str, sys.version_info[:3]))


def is_version(label: str) -> bool:
    """Whether an interpreter that is labelled so (3.13, 3.13t, 3.12.1) may be this one; a test's label may be any."""
    if not label[:1].isdigit():
        return True
    wanted = label.rstrip("t")
    return (version() + ".").startswith(wanted + ".") and free_threaded() == label.endswith("t")


def flags() -> str:
    """The switches of this interpreter that are on, and its variables, but for the path to our modules."""
    names = [name for name in dir(sys.flags) if name[0] != "_" and not name.startswith("n_")]
    values = {name: getattr(sys.flags, name) for name in names}
    on = ["{}={}".format(name, int(value)) for name, value in values.items() if isinstance(value, int) and value]
    variables = [name for name in sorted(os.environ) if name.startswith("PYTHON") and name != "PYTHONPATH"]
    return " ".join([*on, *("{}={}".format(name, os.environ[name]) for name in variables)])


def node() -> str:
    """The node's name; SLURMD_NODENAME tells apart nodes that share a host name."""
    import platform

    return os.environ.get("SLURMD_NODENAME") or platform.node()


def kind(root: str = "/") -> str:
    """What kind of machine this is, in words: nodes of one kind are alike in all that is said here.

    "AMD EPYC 7763, 64 cores, 256 GiB, Linux 5.15.0-113-generic, governor performance"
    """
    import platform

    return ", ".join(
        [
            processor(root).replace(",", ""),
            f"{os.cpu_count()} cores",
            memory(read(os.path.join(root, "proc/meminfo"))),
            f"{platform.system()} {platform.release()}",
            governor(root),
        ]
    )


def processor(root: str = "/") -> str:
    """The processor's model, as far as the system tells."""
    import platform

    for row in read(os.path.join(root, "proc/cpuinfo")).splitlines():
        if row.startswith("model name"):
            return row.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def memory(meminfo: Any) -> str:
    """The memory in GiB, rounded up to an eighth of a power of two.

    The kernel keeps some for itself, a little more on one node than on the next; what is installed is such a number.
    """
    for row in meminfo.splitlines():
        if row.startswith("MemTotal:"):
            total = int(row.split()[1])
            step = max(1, 2 ** (total.bit_length() - 1) // 8)
            return f"{-(-total // step) * step / 2**20:g} GiB"
    return "memory unknown"


def governor(root: str = "/") -> str:
    """The frequency governor of the processors, several where they differ."""
    import glob

    found = glob.glob(os.path.join(root, "sys/devices/system/cpu/cpufreq/policy*/scaling_governor"))
    names = sorted({read(path).strip() for path in found} - {""})
    return "governor {}".format(" and ".join(names) or "unknown")


def boot_id() -> str:
    return read("/proc/sys/kernel/random/boot_id").strip()


def affinity() -> list[int]:
    """The processors this process may use, sorted."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def free_threaded() -> bool:
    import sysconfig

    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def build() -> str:
    """How the interpreter was built: it explains more of its speed than its version does."""
    import sysconfig

    return build_of.kind(sysconfig.get_config_vars())


def busy_seconds() -> tuple[float, float] | None:
    """(busy, stolen) processor seconds of the whole machine since boot, or None: /proc/stat, in hundredths."""
    fields = read("/proc/stat").split("\n")[0].split()[1:]
    if len(fields) < 8:
        return None
    user, nice, system, _idle, _iowait, irq, softirq, steal = (int(field) for field in fields[:8])
    tick = os.sysconf("SC_CLK_TCK")
    return (user + nice + system + irq + softirq) / tick, steal / tick


def megahertz() -> float | None:
    """Mean frequency of the processors now, or None."""
    found = [row.split(":")[1] for row in read("/proc/cpuinfo").splitlines() if row.startswith("cpu MHz")]
    return sum(map(float, found)) / len(found) if found else None


def process_started() -> float:
    """When this process was started, in seconds since 1970, to a hundredth; now where the system doesn't tell."""
    fields = read("/proc/self/stat").rpartition(")")[2].split()
    if not fields or not hasattr(time, "CLOCK_BOOTTIME"):
        return time.time()
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.time() - age


def own_seconds() -> float:
    """Processor seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def involuntary_switches() -> int:
    """How often this process was switched off a processor so far, against its will."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw if resource else 0


def file_system(path: str) -> str:
    """The kind of file system that a folder lies in, such as tmpfs, or "" where /proc doesn't tell."""
    mounts = [row.split()[1:3] for row in read("/proc/mounts").splitlines()]
    place = os.path.join(os.path.realpath(path), "")
    inside = [(len(mount), kind) for mount, kind in mounts if place.startswith(os.path.join(mount, ""))]
    return max(inside, default=(0, ""))[1]


def free_shared_bytes() -> int | None:
    """What /dev/shm still holds, or None where there is none."""
    import shutil

    return shutil.disk_usage(SHM).free if os.path.isdir(SHM) else None


def shm_fault() -> str:
    """Why nothing can be written to /dev/shm, or ""; other systems than Linux have their shared memory elsewhere."""
    if not sys.platform.startswith("linux"):
        return ""
    path = "{}/sst_asked_{}".format(SHM, os.getpid())
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        os.unlink(path)
    except OSError as error:
        return "{} can't be written to: {}".format(SHM, error.strerror)
    return ""


def most_descriptors() -> int | None:
    """How many a process may have open, or None where there is no limit, or the system doesn't tell."""
    if resource is None:
        return None
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def free_memory_bytes() -> int | None:
    """What the machine says it has left, or None where it doesn't say."""
    for row in read("/proc/meminfo").splitlines():
        if row.startswith("MemAvailable:"):
            return int(row.split()[1]) * 1024
    return None


def prefix(out: str) -> str:
    """What the names of a cell's shared things start with: the same for each attempt at the file `out`.

    So the next attempt finds what one left that was killed; short, because macOS takes 30 characters.
    """
    import hashlib

    return "sst" + hashlib.sha256(os.path.abspath(out).encode()).hexdigest()[:12]


def remove_left_behind(prefix: str) -> None:
    """Remove what is named `prefix`_… in /dev/shm and in the temporary folder, and say so on stderr: it was leaked."""
    import tempfile

    for folder in filter(os.path.isdir, (SHM, tempfile.gettempdir())):
        for name in os.listdir(folder):
            if name.startswith(prefix + "_"):
                print(f"left in {folder}: {name}", file=sys.stderr)
                remove(os.path.join(folder, name))


def name_semaphores(prefix: str) -> None:
    """Let multiprocessing name the semaphores of this process and of its children `prefix`-…, instead of mp-…."""
    import multiprocessing

    multiprocessing.current_process()._config["semprefix"] = "/" + prefix  # type: ignore[attr-defined]


def remove_semaphores(prefix: str) -> None:
    """Remove the semaphores that an earlier attempt left: nobody was there any more to do it when it was killed."""
    for name in os.listdir(SHM) if os.path.isdir(SHM) else ():
        if name.startswith(f"sem.{prefix}-"):
            try:
                os.unlink(os.path.join(SHM, name))
            except FileNotFoundError:  # its resource tracker lives on for a moment
                continue


def remove(path: str) -> None:
    """A file, or a folder with all that is in it."""
    import shutil

    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        os.unlink(path)
