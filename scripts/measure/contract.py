"""The backend's contract: the verbs of its life, the lines that are timed, and how its file is found."""

import importlib.util
import inspect
import itertools
import os
import sys

from measure import extras, locks

HERE = os.path.dirname(os.path.abspath(__file__))
BACKENDS = os.path.join(HERE, "backends")
CONTROLS = os.path.join(HERE, "controls")  # the instrument's own, which no claim is about
CAUSES = os.path.join(HERE, "causes")  # backends that isolate why another one is slow
CHANNELS = os.path.join(HERE, "channels")  # ways to hand a payload from one process to another
FOLDERS = (BACKENDS, CAUSES, CHANNELS, CONTROLS)

INHERITED = {"attach": "the workers get it while they are started: there is nothing to attach to"}
PAYLOADS = ("items", "small_items", "blob")

# Each operation with what its line works on: one position ("item"), the whole ("whole"), or a verb of the contract;
# "round": from one process to another, and a signal back; "turns": one process makes a change and another reads it.
# The order is the order in a cell: what only reads comes first.
OPERATIONS = {
    "start": "verb",
    "create": "verb",
    "attach": "verb",
    "read_item": "item",
    "read_item_fixed": "item",
    "iterate": "whole",
    "copy_out": "whole",
    "length": "whole",
    "repr": "whole",
    "write_item": "item",
    "write_item_fixed": "item",
    "increment": "whole",
    "increment_locked": "whole",
    "increment_fcntl": "whole",
    "increment_atomic": "whole",
    "copy_in": "whole",
    "append": "whole",
    "latency": "turns",
    "refresh": "turns",
    "transfer": "round",
}
TURNS = {"latency": ("write_item", "read_item"), "refresh": ("copy_in", "copy_out")}  # what each side does
# Whoever refuses the one refuses the other.
MADE_OF = {"increment_fcntl": "increment", "latency": "write_item", "refresh": "copy_in"}
BLOB_OPERATIONS = ("start", "create", "attach", "copy_out", "copy_in", "refresh", "transfer")


class Cell:
    """What one process tree measures. `version` is the interpreter's (major, minor)."""

    def __init__(self, backend, payload, size, processes, version, start_method="spawn", placement="none"):
        self.backend = backend
        self.payload = payload
        self.size = size
        self.processes = processes
        self.version = version
        self.start_method = start_method
        self.placement = placement


class Backend:
    """One way to share a payload; a subclass named Backend is one file of the folder backends.

    The parent calls start, create, handle, destroy and stop; a worker, which has an instance of its own, calls
    attach and detach. Timed lines may use the names view, i, value, data, result and lock. A line of None
    means that the mechanism doesn't offer the operation. `NAME_blob` is the line of NAME for a blob.
    """

    since = (3, 8)
    payloads = PAYLOADS
    shared = True  # does one process see what another wrote?
    replica = False  # does each process read a copy of its own, into which the changes of others come?
    objects = True  # does it hold more than ints and bytes?
    threads = False  # are the workers threads of one process?
    servers = 0  # processes beside the workers that the mechanism runs
    workers = 1  # of an instance: how many will attach to what it shares, beside its own process
    collective = None  # why it can only be attached to by all of them at once, in a sentence
    itemwise = frozenset()  # operations on the whole that go through read_item or write_item, one by one
    lock = None  # a lock of the mechanism's own, set by attach; None: the harness's
    lock_name = "multiprocessing.Lock"
    settings = {}  # of the timing, instead of the configuration's
    by_name_only = None  # why a configuration's `all` leaves it out, in words; None where it doesn't
    expects = {}  # of a control: what the run must find
    needs = {}  # third-party libraries: distribution -> module
    refuses = {}  # operation -> why the mechanism doesn't offer it, where a line of None doesn't say enough

    read_item = "value = view[i]"
    write_item = "view[i] = value"
    iterate = "for value in view: pass"
    copy_out = "result = list(view)"
    copy_in = "view[:] = data"
    copy_out_blob = "result = view[0]"
    copy_in_blob = "view[0] = data"
    increment = "view[0] += 1"
    increment_atomic = None  # the same as one operation of the mechanism, which none can come between
    append = None
    length = None
    repr = None

    def __init__(self, payload, name, context):
        self.payload = payload
        self.name = name  # whatever the system names starts with it, so that it can be found and removed
        self.number = itertools.count()
        self.context = context  # of multiprocessing, with its start method set

    def new_name(self):
        """A name for a new shared thing: a failed creation may have left the last one behind."""
        return "{}_{}".format(self.name, next(self.number))

    def start(self):
        """Start what serves the object, if anything does; timed on its own."""

    def create(self, data):
        """Share `data`, so that a worker could read all of it."""
        raise NotImplementedError

    def handle(self):
        """What a worker needs to find it; picklable."""
        raise NotImplementedError

    def attach(self, handle):
        """The view that the timed lines work on."""
        raise NotImplementedError

    def detach(self, view):
        """Let go of the view."""

    def peek(self, view, position):
        """The item at `position`, for the checks, which aren't timed; for a view that can't be indexed."""
        return view[position]

    def destroy(self):
        """Remove what create made."""

    def stop(self):
        """End what start started."""

    def footprint(self):
        """Bytes that the mechanism occupies for the payload, or None where it can't tell."""
        return None

    @classmethod
    def unsupported(cls, cell):
        """Why this cell can't be measured, in a sentence; None when it can."""
        return None

    @classmethod
    def missing(cls):
        """What this interpreter lacks for it, or None. Only the cell asks: the plan is made by another Python."""
        return extras.missing(cls.needs)

    @classmethod
    def library(cls):
        """Names and versions of the libraries that it uses, in one text."""
        return extras.versions(cls.needs)


def declined(backend, cell):
    """The reason why `backend` (a class) doesn't take `cell`, or None: what it declares, then what it says."""
    if cell.version < backend.since:
        return "needs Python {}.{}".format(*backend.since)
    if cell.payload not in backend.payloads:
        return "holds {} only".format(" and ".join(backend.payloads))
    return backend.unsupported(cell)


def line(backend, operation, payload):
    """The source that is timed for `operation`, or None when the backend doesn't offer it."""
    if (payload == "blob" and operation not in BLOB_OPERATIONS) or operation in backend.refuses:
        return None
    if operation == "increment_locked":
        return "with lock: " + backend.increment if backend.increment else None
    if operation == "increment_fcntl":
        plain = line(backend, "increment", payload)
        return locks.ON_A_FILE.format(plain) if plain else None
    if OPERATIONS[operation] == "turns":
        write, read = (line(backend, name, payload) for name in TURNS[operation])
        return "{}  |  {}".format(write, read) if backend.shared and write and read else None
    if OPERATIONS[operation] == "round":
        return "{}  |  {}".format(body(backend.send), body(backend.receive)) if hasattr(backend, "send") else None
    name = operation[: -len("_fixed")] if operation.endswith("_fixed") else operation
    if OPERATIONS[operation] == "verb":
        return body(getattr(backend, name)) if getattr(backend, name) is not getattr(Backend, name) else None
    if payload == "blob":
        return getattr(backend, name + "_blob", getattr(backend, name))
    return getattr(backend, name)


def gap(backend, operation, cell):
    """Why `backend` (a class) doesn't offer `operation` in this cell, or None."""
    if line(backend, operation, cell.payload) is None:
        reason = backend.refuses.get(MADE_OF.get(operation), "the mechanism offers no such operation")
        return backend.refuses.get(operation, reason)
    if operation == "increment_fcntl":
        return locks.refused(backend)
    if OPERATIONS[operation] == "turns" and (cell.processes != 1 or cell.placement != "none"):
        return "the turns are taken by the parent, which no placement has a processor for, and one worker"
    return None


def guard(backend, operation):
    """The name of the lock that guards an operation, or none."""
    return {"increment_locked": backend.lock_name, "increment_fcntl": locks.FILE_LOCK}.get(operation, "none")


def body(method):
    """The source of a method's body without its docstring, on one line."""
    lines = [line.strip() for line in inspect.getsource(method).splitlines()[1:]]
    return "; ".join(line for line in lines if not line.startswith(('"""', "#")))


def names_in(backend):
    """The names that the lines of `backend` (a class) see: the globals of its file and of its bases' files."""
    names = {}
    for base in reversed(backend.__mro__[:-1]):
        names.update(vars(sys.modules[base.__module__]))
    return names


def paths(folder=BACKENDS):
    """Name -> file of every backend there is: the folder is the register."""
    names = sorted(entry for entry in os.listdir(folder) if entry.endswith(".py") and not entry.startswith("_"))
    return {name[:-3]: os.path.join(folder, name) for name in names}


def everything():
    """Name -> file of every backend, control, channel and cause."""
    found = {}
    for folder in reversed(FOLDERS):
        found.update(paths(folder))
    return found


def find(name):
    """The file of whatever has this name; a KeyError when nothing has. A plan asks a hundred thousand times."""
    for folder in FOLDERS:
        path = os.path.join(folder, name + ".py")
        if os.path.exists(path):
            return path
    raise KeyError(name)


def load(path):
    """The class Backend of a file. It is imported by path: a child that was spawned can't find it by name."""
    name = "backend_" + os.path.splitext(os.path.basename(path))[0]
    if name in sys.modules:
        return sys.modules[name].Backend
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module.Backend
