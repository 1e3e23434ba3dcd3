"""Where a block lives, and who may open it: asked of the kernel."""

import os
import subprocess
import sys

from checks.article.check import Untried, check, shared_memory

CLAIM = "local-not-distributed"
SYSTEM_V = "/proc/sysvipc/shm"
ATTACH = "import sys; from multiprocessing import shared_memory as s; b = s.SharedMemory(sys.argv[1]); print(b.buf[0])"


def provide():
    """A block, on a system whose kernel can be asked."""
    if not (os.path.isdir("/dev/shm") and os.path.exists(SYSTEM_V)):
        raise Untried("this system has no /dev/shm or no {0}".format(SYSTEM_V))
    return shared_memory().SharedMemory(create=True, size=4096)


def lines(path):
    with open(path, "rb") as file:
        return file.read().decode("ascii").splitlines()


def removed(block):
    block.close()
    block.unlink()


@check("it is a file of this machine's memory, in /dev/shm, mapped into the process")
def lives_in_memory(block):
    path = os.path.join("/dev/shm", block.name)
    seen = os.path.getsize(path), any(path in line for line in lines("/proc/self/maps"))
    removed(block)
    return (4096, True), seen


@check("it is POSIX shared memory: no System V segment is made, which the article allows for")
def is_posix(block):
    before = len(lines(SYSTEM_V))
    other = shared_memory().SharedMemory(create=True, size=4096)
    after = len(lines(SYSTEM_V))
    removed(other)
    removed(block)
    return 0, after - before


@check("a process of this machine that is no relative opens it by its name")
def others_can_open_it(block):
    block.buf[0] = 42
    environment = dict(os.environ)
    done = subprocess.Popen([sys.executable, "-c", ATTACH, block.name], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, env=environment)  # fmt: skip
    out = done.communicate()[0].decode().strip()
    block.close()
    try:
        block.unlink()
    except OSError:
        pass  # before 3.13 the other process's resource tracker removes it at its end
    return "42", out


@check("only its owner may open it: the file's mode is rw-------")
def is_private(block):
    mode = os.stat(os.path.join("/dev/shm", block.name)).st_mode & 0o777
    removed(block)
    return oct(0o600), oct(mode)
