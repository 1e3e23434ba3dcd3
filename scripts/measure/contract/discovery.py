"""Name to file to class: the folders are the register."""

from __future__ import annotations

import importlib.util
import os
import sys

from measure.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from measure.contract.backend import Backend

MEASURE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BACKENDS = os.path.join(MEASURE, "backends")
CONTROLS = os.path.join(MEASURE, "controls")  # the instrument's own, which no claim is about
CAUSES = os.path.join(MEASURE, "causes")  # backends that isolate why another one is slow
CHANNELS = os.path.join(MEASURE, "channels")  # ways to hand a payload from one process to another
FOLDERS = (BACKENDS, CAUSES, CHANNELS, CONTROLS)


def names_in(backend: type[Backend]) -> dict[str, Any]:
    """The names that the lines of `backend` (a class) see: the globals of its file and of its bases' files."""
    names = {}
    for base in reversed(backend.__mro__[:-1]):
        names.update(vars(sys.modules[base.__module__]))
    return names


def paths(folder: str = BACKENDS) -> dict[str, str]:
    """Name -> file of every backend there is: the folder is the register."""
    names = sorted(entry for entry in os.listdir(folder) if entry.endswith(".py") and not entry.startswith("_"))
    return {name[:-3]: os.path.join(folder, name) for name in names}


def all_paths() -> dict[str, str]:
    """Name -> file of every backend, control, channel and cause."""
    found = {}
    for folder in reversed(FOLDERS):
        found.update(paths(folder))
    return found


def find(name: str) -> str:
    """The file of whatever has this name; a KeyError when nothing has. A plan asks a hundred thousand times."""
    for folder in FOLDERS:
        path = os.path.join(folder, name + ".py")
        if os.path.exists(path):
            return path
    raise KeyError(name)


class Broken(Exception):
    """A file that can't be imported, or has no class Backend; the text names it, with what went wrong."""


def load(path: str) -> Any:
    """The class Backend of a file. It is imported by path: a child that was spawned can't find it by name.

    Raises
    ------
    Broken
        when the file can't be imported
    """
    name = "backend_" + os.path.splitext(os.path.basename(path))[0]
    if name in sys.modules:
        return sys.modules[name].Backend
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None, path
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        return module.Backend
    except Exception as error:
        del sys.modules[name]
        place = os.path.relpath(path, MEASURE)
        words = "{}: can't be imported: {}: {}".format(place, type(error).__name__, error)
        raise Broken(" ".join(words.split())) from error


def load_or_stand_in(path: str) -> Any:
    """The class Backend of a file; of one that can't be imported a stand-in, which declines every cell and says why."""
    try:
        return load(path)
    except Broken as error:
        reason = str(error)
    from measure.contract.backend import Backend
    from measure.contract.channel import Channel

    class StandIn(Channel if os.path.dirname(path) == CHANNELS else Backend):  # type: ignore[misc]
        """It can't be imported."""

        @classmethod
        def unsupported(cls, cell: Any) -> str:
            return reason

    return StandIn
