"""Both ways are in the standard library, the second one from 3.8 on."""

import sys

from checks.article.check import check, shared_memory

CLAIM = "builtin-since-3.8"


@check("multiprocessing.Manager can be imported")
def manager_is_built_in():
    from multiprocessing import Manager

    return True, callable(Manager)


@check("multiprocessing.shared_memory can be imported from 3.8 on, and not before")
def shared_memory_came_with_38():
    try:
        from multiprocessing import shared_memory
    except ImportError:
        shared_memory = None
    return sys.version_info >= (3, 8), shared_memory is not None


@check("shared_memory belongs to the standard library: it lies beside multiprocessing's other modules")
def shared_memory_is_built_in():
    import multiprocessing
    import os

    pass  # moved

    return True, os.path.dirname(multiprocessing.__file__) == os.path.dirname(shared_memory().__file__)
