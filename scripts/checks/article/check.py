"""What a check is: a function that gives back what was expected and what was seen."""

from checks.article import environment


class Untried(Exception):
    """The check can't be tried here; the text says why."""


def check(expects):
    """Mark a function as a check; `expects` says in words what must happen.

    The function gives back a pair (expected, seen); it worked when they are equal. Its arguments, if any, are made by
    the `provide` of its module.
    """

    def mark(function):
        function.expects = expects
        return function

    return mark


def shared_memory():
    """The module of that name."""
    try:
        from multiprocessing import shared_memory as module
    except ImportError:
        raise Untried("multiprocessing.shared_memory is not there")
    needs(environment.shm_fault)
    return module


def needs(fault):
    """Untried, when the machine lacks what a check needs."""
    why = fault()
    if why:
        raise Untried(why)


def outcome(function):
    """A dict: ok ("yes", "no" or "untried"), expected, seen and reason, as texts."""
    try:
        expected, seen = function()
    except Untried as why:
        return dict(ok="untried", expected="", seen="", reason=str(why))
    except Exception as error:
        return dict(ok="no", expected="", seen="", reason="{0}: {1}".format(type(error).__name__, error))
    return dict(ok="yes" if expected == seen else "no", expected=repr(expected), seen=repr(seen), reason="")
