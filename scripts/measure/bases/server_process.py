"""What the backends that ask a process of our own have in common: its list, its loop, and who asks."""

from __future__ import annotations

from measure.contract import discovery
from measure.contract.backend import INHERITED, Backend
from measure.contract.backing import SERVER
from measure.hints import Any
from measure.system import watchdog


class ServedList(list):
    """The owner's list, with what is atomic because one process does it."""

    def add(self, position: int, value: Any) -> Any:
        self[position] += value
        return self[position]


class Proxy:
    """The view: each access is a question and its answer, which a lock keeps together."""

    def __init__(self, send: Any, receive: Any, lock: Any) -> None:
        self.send, self.receive, self.lock = send, receive, lock

    def call(self, *question: Any) -> Any:
        """The answer to (method of the list, arguments …); what the method raises is raised here."""
        with self.lock:
            self.send(question)
            answer = self.receive()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def __len__(self) -> Any:
        return self.call("__len__")

    def __getitem__(self, place: Any) -> Any:
        return self.call("__getitem__", place)

    def __setitem__(self, place: Any, value: Any) -> Any:
        return self.call("__setitem__", place, value)

    def append(self, value: Any) -> Any:
        return self.call("append", value)

    def add(self, position: int, value: Any) -> Any:
        """Add to an item at once; its new value."""
        return self.call("add", position, value)


class ServerBackend(Backend):
    """A list in a server process; a subclass says by `connect()` how it is asked.

    connect() -> the (send, receive) of those who ask, and the (receive, send) of the owner; picklable while a process
    is started.
    """

    servers = 1
    backing = (SERVER,)
    refuses = INHERITED
    itemwise = frozenset({"iterate"})
    copy_out = "result = view[:]"
    append = "view.append(value)"
    length = "result = len(view)"
    increment_atomic = "view.add(0, 1)"

    def connect(self) -> tuple[Any, Any]:
        raise NotImplementedError("a subclass has to have connect()")

    def start(self) -> None:
        asking, answering = self.connect()
        self.client = (*asking, self.context.Lock())
        self.server = self.context.Process(target=serve, args=answering, daemon=True)
        self.server.start()
        self.view = Proxy(*self.client)
        self.view.call("clear")  # it is up when it has answered

    def create(self, data: Any) -> None:
        self.view[:] = data if isinstance(data, list) else [data]

    def handle(self) -> Any:
        return self.client

    def attach(self, handle: Any) -> Any:
        return Proxy(*handle)

    def destroy(self) -> None:
        self.view.call("clear")

    def stop(self) -> None:
        self.client[0](None)
        self.server.join(5)
        self.server.kill()


def serve(receive: Any, send: Any) -> None:
    """Answer until told None."""
    watchdog.end_with_parent()
    items = ServedList()
    for method, *arguments in iter(receive, None):
        try:
            answer = getattr(items, method)(*arguments)
        except Exception as error:
            answer = error
        send(answer)


def run_server(path: str, *arguments: Any) -> None:
    """`serve(*arguments)` of the backend in the file `path`; it ends with the cell."""
    watchdog.end_with_parent()
    discovery.load(path).serve(*arguments)
