"""mpi4py's MPI.Win.Allocate_shared, by MPICH"""

from __future__ import annotations

import ctypes
import os
import subprocess
from array import array

from measure.bases.cleanup import NeedsCleanup
from measure.bases.shared_block import SharedBlock
from measure.contract import libraries
from measure.hints import TYPE_CHECKING, Any
from measure.system import host

if TYPE_CHECKING:
    from measure.contract.cell import Cell

LIBRARY = os.path.join(libraries.folder(), "lib", "libmpi.so.12")
# Ends the launcher, and removes what was named in the moment before `unlink`: what nobody has mapped a second later.
END = """read -r _; kill "$1"; set -- $(ls /dev/shm | grep -E "^(mpich|ucx)_shm_"); test $# -gt 0 || exit
sleep 1; for name; do grep -qsF "/dev/shm/$name" /proc/[0-9]*/maps || rm -f "/dev/shm/$name"; done"""
window, one, old = None, array("q", [1]), array("q", [0])  # this process's window, and what is added to it


class Backend(NeedsCleanup, SharedBlock):
    """One process of an MPI world holds a window that all of them map and use in place, with no copy and no lock."""

    needs = {"mpi4py": "mpi4py", "mpich": "mpi4py.MPI"}
    view_memory = None  # MPICH's segment, in which the window needn't start at a page
    systems, descriptors = ("Linux",), 24  # MPICH's own among them
    refuses = dict.fromkeys(["create", "attach", "first_read", "first_copy_out"], "its processes must make it together")
    held = None  # of the class: the parent's instance that creates isn't the one that joins
    increment_atomic = "window.Fetch_and_op(one, old, 0); window.Flush(0)"  # MPI_SUM, at rank 0's first item

    @classmethod
    def missing(cls) -> str | None:
        os.environ["MPI4PY_LIBMPI"] = LIBRARY
        missing = libraries.missing({"mpi4py": "mpi4py"})
        if missing is None:
            delay()
        return missing or super().missing()

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        return None if os.path.isdir(host.SHM) else f"needs {host.SHM}"

    def start(self) -> None:
        # MPI's launcher would start the processes itself. Here it starts idle stand-ins, and tells the port at which
        # it serves them: whoever shows a stand-in's number there is that rank, and the workers do.
        command = [os.path.join(libraries.folder(), "bin", "mpiexec"), "-launcher", "fork", "-iface", "lo", "-pmi-port"]
        command += ["-n", str(1 + self.workers), "sh", "-c", 'echo "$PMI_PORT"; exec tail -f /dev/null']
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self.launcher = subprocess.Popen(command, stdin=nowhere, stdout=pipe, stderr=nowhere)
        self.on_exit(END, str(self.launcher.pid))
        self.port = self.launcher.stdout.readline().decode().strip()
        if not self.port:
            raise RuntimeError("MPI's launcher has started nothing")

    def create(self, data: Any) -> None:
        if window is not None:
            raise RuntimeError("its MPI world has lost a rank, and a process joins one world in its life")
        Backend.held = data

    def handle(self) -> Any:
        return self.port, os.getpid(), self.context.Barrier(1 + self.workers)

    def attach(self, handle: Any) -> Any:
        """Come together, join the world, and map the window, which the parent holds, as rank 0 of `all_of_us`."""
        global window
        port, holder, gate = handle
        delay()
        from mpi4py import MPI

        os.environ.update(PMI_PORT=port, PMI_ID=str(gate.wait(20)))  # seconds, for all of them to come
        # mpi4py's own would block every thread, those with the deadline and with the end of the parent as well.
        ctypes.CDLL(LIBRARY).MPI_Init_thread(None, None, MPI.THREAD_MULTIPLE, ctypes.byref(ctypes.c_int()))
        MPI.COMM_WORLD.Set_errhandler(MPI.ERRORS_RETURN)
        holds = os.getpid() == holder
        all_of_us = MPI.COMM_WORLD.Split(key=0 if holds else 1)
        window = MPI.Win.Allocate_shared(self.payload.size if holds else 0, 8, comm=all_of_us)
        window.Lock_all(MPI.MODE_NOCHECK)
        buffer = memoryview(window.Shared_query(0)[0])
        if holds:
            self.fill(buffer, self.held)
        window.Sync()
        all_of_us.Barrier()
        window.Sync()
        if holds:
            unlink()
        return self.view(buffer)

    def detach(self, view: Any) -> None:
        view.release()  # no more: to free the window, as to leave the world, they would have to come together again

    def destroy(self) -> None:
        Backend.held = None

    def stop(self) -> None:
        super().stop()
        self.launcher.communicate()

    def footprint(self) -> int | None:
        return self.payload.size


def delay() -> None:
    """Have mpi4py neither join a world when it is imported nor wait for all to leave it at the end."""
    import mpi4py

    mpi4py.rc(initialize=False, finalize=False)


def unlink() -> None:
    """Remove the names of MPICH's segments, which all have mapped by now, and which would outlive their processes."""
    for line in host.read("/proc/self/maps").splitlines():
        path = line.split()[-1]
        if path.startswith(host.SHM + "/mpich_") and os.path.exists(path):
            os.unlink(path)
