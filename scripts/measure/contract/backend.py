"""What a backend has to offer: the verbs of its life and the lines that are timed."""

from __future__ import annotations

import itertools

from measure.contract import libraries
from measure.contract.backing import SHM
from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.cell import Cell
    from measure.contract.payload import Payload

INHERITED = {"attach": "the workers get it while they are started: there is nothing to attach to"}
SEQUENCES = ("items", "small_items", "blob")  # the last is a sequence of one
BUFFERS = (*SEQUENCES, "array")  # of memory that is accessed in place
KEYED = (*SEQUENCES, "mapping")
PAYLOADS = (*BUFFERS, "mapping")
FIRST_KEY = "k0000000"  # of a mapping


class Backend:
    """One way to share a payload; a subclass named Backend is one file of the folder backends.

    The parent calls start, create, handle, destroy and stop; a worker, which has an instance of its own, calls
    attach and detach. Timed lines may use the names view, i, value, data, result and lock; `i` is an item's index, or
    its key. A line of None means that the mechanism doesn't offer the operation. `NAME_blob`, `NAME_array` and
    `NAME_mapping` are the lines of NAME for these payloads.
    """

    since: tuple[int, int] = (3, 8)
    payloads: tuple[str, ...] = SEQUENCES
    shared = True  # does one process see what another wrote?
    replica = False  # does each process read a copy of its own, into which the changes of others come?
    objects = True  # does it hold more than ints and bytes?
    view_memory: str | None = None  # what its view is made of; those that run one line over the same are twins
    backing: tuple[str, ...] = (SHM,)  # where the payload lies, by contract/backing.py; and then where it goes instead
    descriptors = 8  # that it opens in a process, at most
    most_attached: int | None = None  # how many processes can attach, the cell's own besides; None: any number
    systems: tuple[str, ...] = ()  # on which it works; (): wherever Python and the libraries that it needs do
    threads = False  # are the workers threads of one process?
    interpreters = False  # are they interpreters of one process, each in a thread?
    servers = 0  # processes beside the workers that the mechanism runs
    start_method: str | None = None  # of its workers and servers, instead of the configuration's
    workers = 1  # of an instance: how many will attach to what it shares, beside its own process
    race: str | None = None  # why an access without a lock may raise while another process writes, with its source
    collective: str | None = None  # why it can only be attached to by all of them at once, in a sentence
    itemwise: frozenset[str] = (
        frozenset()
    )  # operations on the whole that go through read_item or write_item, one by one
    lock: Any = None  # a lock of the mechanism's own, set by attach; None: the harness's
    lock_name = "multiprocessing.Lock"
    own_lock_name = ""  # of `own_lock`
    settings: dict[str, Any] = {}  # of the timing, instead of the configuration's
    by_name_only: str | None = None  # why a configuration's `all` leaves it out, in words; None where it doesn't
    expects: dict[str, Any] = {}  # of a control: what the run must find
    needs: dict[str, str] = {}  # third-party libraries: distribution -> module
    refuses: dict[
        str, str
    ] = {}  # operation -> why the mechanism doesn't offer it, where a line of None doesn't say enough

    empty_loop: str | None = "pass"  # what the loop around an item's line costs
    read_item: str | None = "value = view[i]"
    write_item: str | None = "view[i] = value"
    iterate: str | None = "for value in view: pass"
    copy_out: str | None = "result = list(view)"
    copy_in: str | None = "view[:] = data"
    copy_out_blob: str | None = "result = view[0]"
    copy_in_blob: str | None = "view[0] = data"
    copy_out_array: str | None = "result = view[:]"
    sum: str | None = "result = sum(view)"  # of an array, as all that looks at each item of one
    iterate_mapping: str | None = "for value in view.values(): pass"
    copy_out_mapping: str | None = "result = dict(view)"
    copy_in_mapping: str | None = "view.update(data)"
    increment: str | None = "view[0] += 1"
    increment_mapping: str | None = f"view['{FIRST_KEY}'] += 1"
    increment_atomic: str | None = None  # the same as one operation of the mechanism, which none can come between
    append: str | None = None
    length: str | None = None
    repr: str | None = None

    def __init__(self, payload: Payload, name: str, context: Any) -> None:
        self.payload = payload
        self.name = name  # whatever the system names starts with it, so that it can be found and removed
        self.number = itertools.count()
        self.context = context  # of multiprocessing, with its start method set

    @classmethod
    def within_process(cls) -> bool:
        """Whether the workers are no processes of their own."""
        return cls.threads or cls.interpreters

    def new_name(self) -> str:
        """A name for a new shared thing: a failed creation may have left the last one behind."""
        return f"{self.name}_{next(self.number)}"

    def start(self) -> None:
        """Start what serves the object, if anything does; timed on its own."""

    def create(self, data: Any) -> None:
        """Share `data`, so that a worker could read all of it."""
        raise NotImplementedError("a subclass has to have create()")

    def handle(self) -> Any:
        """What a worker needs to find it; picklable."""
        raise NotImplementedError("a subclass has to have handle()")

    def attach(self, handle: Any) -> Any:
        """The view that the timed lines work on."""
        raise NotImplementedError("a subclass has to have attach()")

    def attach_connection(self, view: Any) -> None:
        """The part of `attach` that the mechanism leaves to the first use of the view."""
        raise NotImplementedError("a subclass has to have attach_connection()")

    def attach_elsewhere(self, handle: Any) -> Any:
        """As `attach`, by a process that got the handle when it was already running."""
        raise NotImplementedError("a subclass has to have attach_elsewhere()")

    def own_lock(self, handle: Any) -> Any:
        """A lock that the mechanism offers, and that is slower than the one of increment_locked."""
        raise NotImplementedError("a subclass has to have own_lock()")

    def detach(self, view: Any) -> None:
        """Let go of the view."""

    def peek(self, view: Any, place: Any) -> Any:
        """The item at a place of the payload, for the checks, which aren't timed; for a view that can't be indexed."""
        return view[place]

    def destroy(self) -> None:
        """Remove what create made."""

    def stop(self) -> None:
        """End what start started."""

    def limit_memory(self, size: int) -> None:
        """Let the server hold no more than `size` bytes on top of what it holds; of a backing of SERVER_LIMIT."""
        raise NotImplementedError("a subclass has to have limit_memory()")

    def footprint(self) -> int | None:
        """Bytes that the mechanism occupies for the payload, or None where it can't tell."""
        return None

    @classmethod
    def unsupported(cls, cell: Cell) -> str | None:
        """Why this cell can't be measured, in a sentence; None when it can."""
        return None

    @classmethod
    def missing(cls) -> str | None:
        """What this interpreter lacks for it, or None. Only the cell asks: the plan is made by another Python."""
        return libraries.missing(cls.needs)

    @classmethod
    def library(cls) -> str:
        """Names and versions of the libraries that it uses, in one text."""
        return libraries.versions(cls.needs)
