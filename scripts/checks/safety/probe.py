"""What a probe is: a function that asks a backend one question and gives an answer with its evidence."""

from __future__ import annotations

import signal
from typing import Any

# The words of an answer. "not seen" is that of a question of chance: it is no proof that there is nothing to see.
# "killed" is what the kernel does to processes that outgrow their memory, whatever they use; other ends are a crash.
ANSWERS = ("yes", "no", "not seen", "grows", "refused", "killed", "crash", "hang", "untried")


SILENT = "the probe gave no answer: "  # how the evidence begins where no probe could say anything


class Untried(Exception):
    """The probe can't be tried here; the text says why."""


class Died(Exception):
    """A process of the probe ended without an answer; `status` is its exit code."""

    def __init__(self, status: int) -> None:
        super().__init__(f"a process that used it {format_exit(status)}")


class Late(Exception):
    """A process of the probe gave no answer in time."""


def probe(
    head: Any,
    asks: Any,
    source: Any,
    operations: Any = (),
    payload: Any = "items",
    size: Any = 4096,
    private: Any = True,
    limits_memory: Any = False,
    channels: Any = False,
) -> Any:
    """Mark a function as a probe. It takes a Subject, or a ChannelSubject, and gives back `finding(…)`.

    `head`: two or three words; `asks`: the question; `source`: the rule that it tests, in the documentation or an
    issue; `operations`: the timed lines that it runs, without which it can't be tried; `payload`, `size`: what is
    shared, in bytes; `private`: it kills, fills or counts what is left, and so needs a private place; `limits_memory`:
    it needs a memory cgroup, if one can be had; `channels`: it is asked of channels, and of nothing else.
    """

    def mark(function: Any) -> Any:
        function.head, function.asks, function.source = head, asks, source
        function.operations, function.payload, function.size, function.private = operations, payload, size, private
        function.limits_memory, function.channels = limits_memory, channels
        return function

    return mark


def finding(answer: str, evidence: str = "", seen: Any = None, tries: Any = None) -> dict[str, Any]:
    """An answer, one of ANSWERS, with what was seen; `seen` times in `tries` where it is a matter of chance."""
    return dict(answer=answer, evidence=evidence, seen=seen, tries=tries)


def finding_of_chance(seen: Any, tries: Any, evidence: str, met: Any = ()) -> dict[str, Any]:
    """The answer to a question of chance.

    `met`: the exceptions, in words or "", that ended the part of a process while others were at work. The first is
    told, and is the answer where nothing else was seen: to have been refused is not to have passed.
    """
    problems = [words for words in met if words]
    answer = "yes" if seen else "refused" if problems else "not seen"
    return finding(answer, "; ".join([evidence, *problems[:1]]), seen, tries)


def outcome(function: Any, *arguments: Any) -> dict[str, Any]:
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
        return finding("untried", f"it failed before the question could be asked: {format_error(error)}")


def format_error(error: Any) -> str:
    """An exception in words."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def format_exit(status: int) -> str:
    """An exit code, or that of a shell for a signal, in words."""
    number = -status if status < 0 else status - 128
    if status < 0 or status > 128:
        try:
            return f"was ended by {signal.Signals(number).name}"
        except ValueError:
            pass
    return f"ended with exit code {status}"
