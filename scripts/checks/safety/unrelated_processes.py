"""Processes that are no relatives of the creator: each is started by its own command line and tells what it met.

`python -m checks.safety.unrelated_processes create SPEC` shares something, has a child attach, and waits to be killed.
`python -m checks.safety.unrelated_processes visit SPEC HANDLE WAYS` attaches, reads an item, lets go and exits.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import operator
import os
import pickle
import subprocess
import sys
import time
from typing import Any

from checks.safety.probe import Untried, format_error
from checks.safety.shared_subject import SECONDS, Attached, Subject, try_to

NOBODY = 65534
PLACE = 3  # of the item that is read, where there are so many
PAUSE = 0.3  # seconds after the creator's death, for whatever follows from it


def start(*words: Any) -> Any:
    """Such a process, with its answers on a pipe."""
    command = [sys.executable, "-s", "-m", "checks.safety.unrelated_processes", *words]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def creator(subject: Any) -> Any:
    """One that has created the subject's payload, and its first child has attached."""
    process = start("create", json.dumps(subject.spec))
    first = json.loads(process.stdout.readline() or '{"error": "the creator ended at once"}')
    if "error" in first:
        process.kill()
        process.wait()
        raise Untried(first["error"])
    return process


def visit(subject: Any, *ways: Any) -> Any:
    """What a visitor of the subject's object met: a dict with read, or error. `ways`: as_nobody, untracked."""
    try:
        handle = pickle.dumps(subject.handle).hex()
    except Exception as error:
        return dict(error=f"only a child of its creator can: {format_error(error)}")
    process = start("visit", json.dumps(subject.spec), handle, *ways)
    try:
        out = process.communicate(timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        return dict(error=f"it gave no answer within {SECONDS} s")
    finally:
        process.kill()
        process.wait()
    lines = out.decode().splitlines()
    return json.loads(lines[-1]) if lines else dict(error=f"it ended with exit code {process.returncode}")


def create(text: str) -> None:
    subject = Subject(json.loads(text))
    try:
        subject.open()
        one = subject.worker(outlive)
        one.ready()
        one.go()
    except Exception as error:
        say(error=format_error(error))
        return
    say(ready=True)
    time.sleep(60)


def outlive(here: Any) -> None:
    """Wait for the creator's death, then read; what comes of it goes to the output that was its."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join(SECONDS)
    time.sleep(PAUSE)
    good, value = try_to(here.read, here.place(PLACE))
    say(**({"read": value_text(value)} if good else {"error": value}))
    try_to(here.detach)
    os._exit(0)


def visitor(text: str, handle: Any, *ways: Any) -> None:
    spec, handle = json.loads(text), bytes.fromhex(handle)
    if "untracked" in ways:
        from multiprocessing.shared_memory import SharedMemory

        defaults = SharedMemory.__init__.__kwdefaults__
        assert defaults is not None
        defaults["track"] = False
    if "as_nobody" in ways:
        # The interpreter and the libraries may lie where nobody can't read: what is needed is imported before.
        attach_and_read(spec, handle)[0].detach()
        become_nobody()
    here, value = attach_and_read(spec, handle)
    blocks = [one for one in gc.get_objects() if type(one).__name__ == "SharedMemory"]
    here.detach()
    say(read=value_text(value), blocks=len(blocks))


class NoOtherUser(Exception):
    """A user namespace may hold one user only."""


def become_nobody() -> None:
    try:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    except OSError as error:
        raise NoOtherUser(format_error(error)) from None


def attach_and_read(spec: dict[str, Any], handle: Any) -> Any:
    here = Attached(spec, pickle.loads(handle))
    return here, here.read(here.place(PLACE))


def value_text(value: Any) -> Any:
    """An int as text, of whatever type the mechanism gives it back; anything else as it looks."""
    return str(operator.index(value)) if hasattr(value, "__index__") else repr(value)


def say(**words: Any) -> None:
    os.write(1, (json.dumps(words) + "\n").encode())


if __name__ == "__main__":
    if sys.argv[1] == "create":
        create(sys.argv[2])
    else:
        try:
            visitor(*sys.argv[2:])
        except Exception as problem:
            say(error=format_error(problem))
