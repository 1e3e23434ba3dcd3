"""The twelve types of a Manager, each by what a second process sees or is kept from."""

import multiprocessing

from checks.article import environment
from checks.article.check import check, needs

CLAIM = "manager-types"
SOON, LATE = 0.2, 10  # seconds: long enough to see that nothing comes, and to wait for what must come


def provide():
    needs(environment.socket_fault)
    return multiprocessing.Manager()


def event_of_all():
    """An event that is no Manager's: it is made of semaphores, which lie where shared memory does."""
    needs(environment.shm_fault)
    return multiprocessing.Event()


def elsewhere(function, *arguments):
    """What `function` gives back in a second process."""
    ours, theirs = multiprocessing.Pipe(False)
    process = multiprocessing.Process(target=answer, args=(theirs, function) + arguments)
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(LATE) else "no answer"
    except EOFError:
        return "died"
    finally:
        process.terminate()
        process.join()


def answer(connection, function, *arguments):
    connection.send(function(*arguments))


def append(shared):
    shared.append(2)


def put_key(shared):
    shared["b"] = 2


def put_attribute(shared):
    shared.x = 2


def try_to_acquire(lock):
    """True when it could be taken; it is given back at once."""
    taken = lock.acquire(False)
    if taken:
        lock.release()
    return taken


@check("what a second process appends, the first one sees")
def manager_list(manager):
    shared = manager.list([1])
    elsewhere(append, shared)
    return [1, 2], list(shared)


@check("a key that a second process sets, the first one sees")
def manager_dict(manager):
    shared = manager.dict(a=1)
    elsewhere(put_key, shared)
    return [("a", 1), ("b", 2)], sorted(shared.items())


@check("an attribute that a second process sets, the first one sees")
def manager_namespace(manager):
    shared = manager.Namespace()
    shared.x = 1
    elsewhere(put_attribute, shared)
    return 2, shared.x


@check("while one process holds it, another can't take it; afterwards it can")
def manager_lock(manager):
    lock = manager.Lock()
    lock.acquire()
    held = elsewhere(try_to_acquire, lock)
    lock.release()
    return (False, True), (held, elsewhere(try_to_acquire, lock))


@check("its holder can take it twice; another process can't, until it was given back twice")
def manager_rlock(manager):
    lock = manager.RLock()
    twice = [lock.acquire(False), lock.acquire(False)]
    seen = [elsewhere(try_to_acquire, lock)]
    for _ in twice:
        lock.release()
        seen.append(elsewhere(try_to_acquire, lock))
    return ([True, True], [False, False, True]), (twice, seen)


@check("of two places a second process gets one while the first has the other, and none when both are taken")
def manager_semaphore(manager):
    semaphore = manager.Semaphore(2)
    semaphore.acquire()
    one_left = elsewhere(try_to_acquire, semaphore)
    semaphore.acquire()
    return (True, False), (one_left, elsewhere(try_to_acquire, semaphore))


@check("as a semaphore; and to give back more than was taken is a ValueError")
def manager_bounded_semaphore(manager):
    semaphore = manager.BoundedSemaphore(1)
    semaphore.acquire()
    taken = elsewhere(try_to_acquire, semaphore)
    semaphore.release()
    try:
        semaphore.release()
    except ValueError:
        return (False, "ValueError"), (taken, "ValueError")
    return (False, "ValueError"), (taken, "no error")


def wait_for(condition, ready):
    """What wait() gave, and that it came back; ready is set when the waiting begins."""
    with condition:
        ready.set()
        condition.wait(LATE)
    return "woken"


@check("a process that waits goes on when another one notifies, and only then can be in the middle of it")
def manager_condition(manager):
    condition, ready = manager.Condition(), event_of_all()
    ours, theirs = multiprocessing.Pipe(False)
    process = multiprocessing.Process(target=answer, args=(theirs, wait_for, condition, ready))
    process.start()
    ready.wait(LATE)
    early = ours.poll(SOON)
    with condition:
        condition.notify()
    woken = ours.recv() if ours.poll(LATE / 2.0) else "asleep"
    process.terminate()
    process.join()
    return (False, "woken"), (early, woken)


def wait_until_set(event, ready):
    ready.set()
    event.wait(LATE)
    return event.is_set()


@check("a process that waits goes on when another one sets it, and not before")
def manager_event(manager):
    event, ready = manager.Event(), event_of_all()
    ours, theirs = multiprocessing.Pipe(False)
    process = multiprocessing.Process(target=answer, args=(theirs, wait_until_set, event, ready))
    process.start()
    ready.wait(LATE)
    early = ours.poll(SOON)
    event.set()
    woken = ours.recv() if ours.poll(LATE / 2.0) else "asleep"
    process.terminate()
    process.join()
    return (False, True), (early, woken)


def put_three(queue):
    for number in (1, 2, 3):
        queue.put(number)


def seconds_to_get(queue):
    import time

    started = time.time()
    try:
        queue.get(True, SOON)
    except Exception as error:
        return type(error).__name__, time.time() - started >= SOON * 0.9
    return "something", True


@check("what a second process puts in comes out in order; an empty one makes it wait")
def manager_queue(manager):
    queue = manager.Queue()
    waited = elsewhere(seconds_to_get, queue)
    elsewhere(put_three, queue)
    return (("Empty", True), [1, 2, 3]), (waited, [queue.get(True, LATE) for _ in range(3)])


def put_value(shared, value):
    shared.value = value


@check("a value that a second process sets, the first one sees, of an int and of a float")
def manager_value(manager):
    whole, real = manager.Value("i", 1), manager.Value("d", 0.5)
    elsewhere(put_value, whole, 2)
    elsewhere(put_value, real, 1.5)
    return (2, 1.5), (whole.value, real.value)


def put_first(shared, value):
    shared[0] = value


@check("an item that a second process sets, the first one sees; an item of another type is a TypeError")
def manager_array(manager):
    whole, real = manager.Array("i", [1, 1]), manager.Array("d", [0.5])
    elsewhere(put_first, whole, 2)
    elsewhere(put_first, real, 1.5)
    try:
        whole[1] = "text"
    except TypeError:
        return ([2, 1], [1.5], "TypeError"), (list(whole[:]), list(real[:]), "TypeError")
    return ([2, 1], [1.5], "TypeError"), (list(whole[:]), list(real[:]), "no error")
