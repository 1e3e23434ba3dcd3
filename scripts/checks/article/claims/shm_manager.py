"""A SharedMemoryManager looks after its blocks."""

from checks.article.check import Untried, check, shared_memory

CLAIM = "shm-manager"


def provide():
    shared_memory()
    try:
        from multiprocessing.managers import SharedMemoryManager
    except ImportError:
        raise Untried("multiprocessing.managers.SharedMemoryManager is not there")
    return SharedMemoryManager


def there(name):
    try:
        shared_memory().SharedMemory(name).close()
    except OSError:
        return False
    return True


@check("it is a subclass of BaseManager")
def is_a_manager(manager):
    from multiprocessing.managers import BaseManager

    return True, issubclass(manager, BaseManager)


@check("after its end none of its blocks and lists is left")
def nothing_is_left(manager):
    with manager() as one:
        blocks = [one.SharedMemory(10), one.SharedMemory(10), one.ShareableList([1, 2]).shm]
        names = [block.name for block in blocks]
        before = [there(name) for name in names]
        for block in blocks:
            block.close()
    return ([True] * 3, [False] * 3), (before, [there(name) for name in names])
