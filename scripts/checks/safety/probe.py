"""What a probe is: a function that asks a backend one question and gives an answer with its evidence."""

import signal

# The words of an answer. "not seen" is that of a question of chance: it is no proof that there is nothing to see.
ANSWERS = ("yes", "no", "not seen", "grows", "refused", "crash", "hang", "untried")


class Untried(Exception):
    """The probe can't be tried here; the text says why."""


class Died(Exception):
    """A process of the probe ended without an answer; `status` is its exit code."""

    def __init__(self, status):
        super().__init__("a process that used it {}".format(format_exit(status)))


class Late(Exception):
    """A process of the probe gave no answer in time."""


def probe(head, asks, source, operations=(), payload="items", size=4096, private=True):
    """Mark a function as a probe. It takes a Subject and gives back `finding(…)`.

    `head`: two or three words; `asks`: the question; `source`: the rule that it tests, in the documentation or an
    issue; `operations`: the timed lines that it runs, without which it can't be tried; `payload`, `size`: what is
    shared, in bytes; `private`: it kills, fills or counts what is left, and so needs a private place.
    """

    def mark(function):
        function.head, function.asks, function.source = head, asks, source
        function.operations, function.payload, function.size, function.private = operations, payload, size, private
        return function

    return mark


def finding(answer, evidence="", seen=None, tries=None):
    """An answer, one of ANSWERS, with what was seen; `seen` times in `tries` where it is a matter of chance."""
    return dict(answer=answer, evidence=evidence, seen=seen, tries=tries)


def finding_of_chance(seen, tries, evidence):
    """The answer to a question of chance."""
    return finding("yes" if seen else "not seen", evidence, seen, tries)


def outcome(function, *arguments):
    """What a probe found; that a process died or hung is an answer as well."""
    try:
        return function(*arguments)
    except Untried as why:
        return finding("untried", str(why))
    except Died as why:
        return finding("crash", str(why))
    except Late as why:
        return finding("hang", str(why))
    except Exception as error:
        return finding("untried", "it failed before the question could be asked: {}".format(format_error(error)))


def format_error(error):
    """An exception in words."""
    return "{}: {}".format(type(error).__name__, error) if str(error) else type(error).__name__


def format_exit(status):
    """An exit code, or that of a shell for a signal, in words."""
    number = -status if status < 0 else status - 128
    if status < 0 or status > 128:
        try:
            return "was ended by {}".format(signal.Signals(number).name)
        except ValueError:
            pass
    return "ended with exit code {}".format(status)
