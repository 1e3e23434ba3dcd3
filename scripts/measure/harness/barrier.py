"""The workers of a cell open their windows together, and go on until each has its batches."""


class Barrier:
    """What `run_window` asks for the others: see `timing.window.Alone`. `flags`: one byte a worker, shared."""

    alone = False

    def __init__(self, barrier, flags, worker, deadline_seconds):
        self.barrier, self.flags, self.worker, self.seconds = barrier, flags, worker, deadline_seconds

    def open(self):
        self.flags[self.worker] = 0
        self.barrier.wait(self.seconds)

    def finish(self):
        self.flags[self.worker] = 1

    def all_finished(self):
        return all(self.flags)

    def close(self):
        self.barrier.wait(self.seconds)
