"""What the checks need of the machine, asked before them: what it can't do is no finding about a mechanism.

In syntax that CPython 2.7 takes.
"""

import mmap
import os
import shutil
import socket
import sys
import tempfile

SHM = "/dev/shm"
COULD_NOT = "could not be tried, because "


def shm_fault():
    """Why a block of shared memory can't be made here, or ""; other systems than Linux keep it elsewhere."""
    if not sys.platform.startswith("linux"):
        return ""
    path = os.path.join(SHM, "sst_asked_{0}".format(os.getpid()))
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except OSError as error:
        return COULD_NOT + "{0} can't be written to: {1}".format(SHM, error.strerror)
    try:
        os.ftruncate(descriptor, mmap.PAGESIZE)
        mmap.mmap(descriptor, mmap.PAGESIZE).close()
    except (OSError, ValueError) as error:
        return COULD_NOT + "{0} can't be mapped: {1}".format(SHM, error)
    finally:
        os.close(descriptor)
        os.unlink(path)
    return ""


def socket_fault():
    """Why a Manager's server can't be reached here, or ""."""
    folder = ""
    listener = socket.socket(getattr(socket, "AF_UNIX", socket.AF_INET))
    try:
        folder = tempfile.mkdtemp(prefix="sst_asked_")
        listener.bind(os.path.join(folder, "s") if hasattr(socket, "AF_UNIX") else ("localhost", 0))
    except (OSError, IOError) as error:  # in 2.7 a socket's is an IOError, and no OSError
        return COULD_NOT + "no socket can be made in the temporary folder: {0}".format(error)
    finally:
        listener.close()
        shutil.rmtree(folder, ignore_errors=True)
    return ""
