"""The window: calibration to a batch, warm-up, batches."""

import time

# Messages between two processes are slow at first: a processor that stood idle takes some tens of milliseconds of them
# to wake up at its usual pace. On a virtual machine a Manager's round trip took 80 us after 0.3 s of rest, or of work
# on one side only, and 50 us some 40 ms later.
WARM_SECONDS = 0.05
MOST_BATCHES = 300  # of a window: while one worker waits for a lock, another may run ten thousand


class Timer:
    """A compiled line with all it works on; `run(loops)` times one batch."""

    def __init__(self, timed, view, data, lock, draw):
        self.timed, self.view, self.data, self.lock, self.draw = timed, view, data, lock, draw
        self.total = 0  # loops so far, timed ones and others
        # The last batch's, and no other's: were all kept, each large copy would get memory that was never touched. One
        # of 16 MiB took six times as long so.
        self.result = None

    def run(self, loops, value=None):
        """(loops, started ns, ended ns, last position, last value, last result)."""
        found = self.timed(self.view, self.data, value, self.lock, self.draw.endless, loops, time.perf_counter_ns)
        self.draw.given += loops
        self.total += loops
        return (loops,) + found


def calibrate(run, batch_seconds, known=None):
    """Loops for a batch of about `batch_seconds`, and the (loops, nanoseconds) spent to find out.

    `run(loops)` answers (loops, started, ended, …); `known` is the first such answer, if there is one already.
    """
    spent = []
    loops = 1
    while True:
        if known is None:
            known = run(loops)
        nanoseconds = known[2] - known[1]
        spent.append((loops, nanoseconds))
        if nanoseconds >= batch_seconds * 1e9 / 2:
            break
        loops = next_loops(loops, nanoseconds, batch_seconds)
        known = None
    return max(1, round(loops * batch_seconds * 1e9 / nanoseconds)), spent


def warm_up(run, loops, spent):
    """`spent`, with further batches of `loops` until WARM_SECONDS have gone into it: for what other processes serve."""
    while sum(nanoseconds for _, nanoseconds in spent) < WARM_SECONDS * 1e9:
        found = run(loops)
        spent = [*spent, (loops, found[2] - found[1])]
    return spent


def join_neighbours(batches):
    """(loops, started, ended) of the batches, neighbours made one where they are more than MOST_BATCHES."""
    step = -(-len(batches) // MOST_BATCHES)
    parts = [batches[first : first + step] for first in range(0, len(batches), step)]
    return [(sum(batch[0] for batch in part), part[0][1], part[-1][2]) for part in parts]


def next_loops(loops, nanoseconds, batch_seconds):
    """The next number of loops: towards the target, at most tenfold, since a short run foretells little."""
    wanted = loops * batch_seconds * 1e9 / max(nanoseconds, 1)
    return int(max(loops + 1, min(loops * 10, wanted)))
