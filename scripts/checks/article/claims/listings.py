"""The article's first listing: a process starts two more, each of which appends 0 to 9 to one list.

The lines are our own: what the listing does is told here, and the article is not at hand to be quoted.
"""

import random
import time
from multiprocessing import Manager, Process

from checks.article import environment
from checks.article.check import check, needs

CLAIM = "manager-listing"
# What isn't the article's; the claim's reason names each.
CHANGES = (
    "lines of our own",
    "its random pauses are shortened",  # which changes nothing but the time
    "the numbers are sorted",  # two processes append in any order
)
PAUSE = 0.01  # seconds at most


def append_ten(shared):
    for number in range(10):
        shared.append(number)
        time.sleep(random.random() * PAUSE)


def start_two(shared):
    processes = [Process(target=append_ten, args=(shared,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def filled(shared):
    process = Process(target=start_two, args=(shared,))
    process.start()
    process.join()
    return sorted(shared)


def provide():
    needs(environment.socket_fault)
    return Manager()


@check("the parent sees all twenty numbers")
def manager_list_is_filled(manager):
    return sorted(2 * list(range(10))), filled(manager.list())
