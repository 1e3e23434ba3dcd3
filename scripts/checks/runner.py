"""Yes/no questions as functions of a folder: found by their mark, each run in a fresh process, a line of JSON each.

In syntax that CPython 2.7 takes, so that every interpreter can be asked.
"""

import contextlib
import importlib
import inspect
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import zlib


def modules(package):
    """The names of the modules of a package, sorted."""
    folder = os.path.dirname(os.path.abspath(importlib.import_module(package).__file__))
    names = sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py"))
    return [name for name in names if name != "__init__"]


def load(package, name):
    """A module of a package."""
    return importlib.import_module(package + "." + name)


def questions(module, mark):
    """Name -> function, of the module's own functions that have the attribute `mark`, in the order of the source."""
    functions = [one for one in vars(module).values() if hasattr(one, mark) and one.__module__ == module.__name__]
    functions.sort(key=lambda one: one.__code__.co_firstlineno)
    return {one.__name__: one for one in functions}


def source_of(function):
    """The source of a function, without its decorator."""
    lines = inspect.getsource(function).splitlines()
    start = next(index for index, line in enumerate(lines) if line.lstrip().startswith("def "))
    return "\n".join(lines[start:])


@contextlib.contextmanager
def temporary_folder(path, mode=0o700):
    """A temporary folder for what is run apart to make the file `path`; it is gone afterwards.

    It is named by the file, so that the next attempt removes what is left of one that was killed.
    """
    place = json.dumps(os.path.abspath(path)).encode("ascii")
    name = "sst{0:08x}".format(zlib.crc32(place) & 0xFFFFFFFF)
    folder = os.path.join(tempfile.gettempdir(), name)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        os.mkdir(folder)
    except OSError:  # another user's is there
        folder = tempfile.mkdtemp(prefix=name + "-")
    os.chmod(folder, mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_apart(command, seconds, env=None):
    """(output, errors, exit status, whether the time was up) of a process, which ends with all that it started."""
    # In a session of its own: what it started is killed with it. 2.7 has no start_new_session, and no threads here.
    session = dict(start_new_session=True) if sys.version_info[0] > 2 else dict(preexec_fn=os.setsid)
    with open(os.devnull, "rb") as nowhere:
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=nowhere, stdout=pipe, stderr=pipe, env=env, **session)
    timer = threading.Timer(seconds, end_session, [process])
    timer.start()
    try:
        output, errors = process.communicate()
    finally:
        late = not timer.is_alive()
        timer.cancel()
        end_session(process)
    return output.decode(), errors.decode(), process.returncode, late


def end_session(process):
    """Kill a process and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:  # it has ended
        pass


def last_answer(output):
    """The last line that is JSON, read; None without one."""
    for line in reversed(output.splitlines()):
        try:
            return json.loads(line)
        except ValueError:
            pass
    return None


def write_rows(path, rows):
    """One line of JSON each, and one that tells of the others; the file is whole or not there."""
    temporary = "{}.{}.{}.part".format(path, platform.node(), os.getpid())
    with open(temporary, "wb") as file:
        count = checksum = 0
        for row in rows:
            count += 1
            line = (json.dumps(row, sort_keys=True) + "\n").encode("ascii")
            checksum = zlib.crc32(line, checksum) & 0xFFFFFFFF  # in 2.7 it has a sign
            file.write(line)
        last = dict(rows=count, checksum="{0:08x}".format(checksum))
        file.write((json.dumps(last, sort_keys=True) + "\n").encode("ascii"))
    os.rename(temporary, path)
