"""How much of a Manager's message is waking up another processor?"""

import multiprocessing
import os

from measure.contract.discovery import load, paths


def one():
    return {min(os.sched_getaffinity(0))}


class Backend(load(paths()["manager_list"])):
    """The list's server and its worker share one processor, so that no message has to wake up another one."""

    def start(self):
        super().start()
        for child in multiprocessing.active_children():
            for thread in os.listdir("/proc/{}/task".format(child.pid)):
                os.sched_setaffinity(int(thread), one())

    def attach(self, handle):
        os.sched_setaffinity(0, one())
        return super().attach(handle)

    @classmethod
    def unsupported(cls, cell):
        return None if os.path.isdir("/proc/self/task") else "needs /proc, to place the server's threads"
