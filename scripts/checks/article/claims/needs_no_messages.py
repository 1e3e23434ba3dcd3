"""A change is seen with no channel between the two processes: the other one gets the block's name and nothing else."""

import os
import subprocess
import sys
import time

from checks.article.check import check, shared_memory

CLAIM = "needs-no-messages"
SECONDS = 10
# The other process says that it is there, waits for a 2 and answers with a 3, all in the block.
OTHER = """
import sys, time
from multiprocessing import shared_memory
block = shared_memory.SharedMemory(sys.argv[1])
block.buf[0] = 1
while block.buf[0] != 2:
    time.sleep(0.001)
block.buf[0] = 3
"""


def wait_for(block, number):
    deadline = time.time() + SECONDS
    while block.buf[0] != number and time.time() < deadline:
        time.sleep(0.001)
    return block.buf[0] == number


@check("a number goes there and back through the block alone; pipes, sockets and files between the two are none")
def there_and_back():
    block = shared_memory().SharedMemory(create=True, size=1)
    with open(os.devnull, "r+b") as nothing:
        process = subprocess.Popen(
            [sys.executable, "-c", OTHER, block.name], stdin=nothing, stdout=nothing, stderr=nothing, close_fds=True
        )
    there = wait_for(block, 1)
    block.buf[0] = 2
    back = wait_for(block, 3)
    process.kill()
    process.wait()
    block.close()
    try:
        block.unlink()
    except OSError:
        pass  # before 3.13 the other process's resource tracker removes it at its end
    return (True, True), (there, back)
