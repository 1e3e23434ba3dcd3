"""A temporary folder of a cell's own: what is killed in it, a Manager's server as well, leaves nothing behind.

multiprocessing makes a folder `pymp-…` for the sockets of each process that listens, and whoever is killed leaves it.
"""

from __future__ import annotations

import os

from measure.system import host

# The name of a Unix socket takes 103 bytes on macOS, 107 on Linux (sun_path in unix(4) and unix(7)). Within the
# temporary folder that of a Manager is /PREFIX/pymp-xxxxxxxx/listener-xxxxxxxx.
SOCKET_BYTES, WITHIN_BYTES = 103, 48
SHORT = "/tmp"
LAST = -200  # multiprocessing removes its own folders at -100

own: list[str] = []  # the folder of this process, if it has made one


def enter(prefix: str) -> None:
    """Have the folder, empty, for this process and all that it starts; it is named `prefix`, so that it can be found.

    What an earlier attempt left is removed, here and in the shared memory; what bears the cell's name is told.
    """
    import tempfile  # slow to import, and workers, who end with the cell's watchdog, would wait for it
    from multiprocessing import util

    place = os.path.join(room(tempfile.gettempdir()), prefix)
    try:
        os.mkdir(place, 0o700)
    except FileExistsError:
        if os.path.islink(place) or not os.access(place, os.W_OK):  # another user's
            place = tempfile.mkdtemp(prefix=prefix + "-", dir=os.path.dirname(place))
    own[:] = [place]
    os.environ["TMPDIR"] = tempfile.tempdir = place
    util.Finalize(None, leave, exitpriority=LAST)
    host.remove_left_behind(prefix)
    for name in os.listdir(place):
        host.remove(os.path.join(place, name))


def leave() -> None:
    """Remove the folder; for those who end without a word, since the interpreter's end does it as well."""
    import shutil

    for place in own:
        shutil.rmtree(place, ignore_errors=True)


def room(folder: str) -> str:
    """The temporary folder, or a shorter one where sockets would get names that are too long in it."""
    long = len(os.fsencode(folder)) + WITHIN_BYTES > SOCKET_BYTES
    return SHORT if long and os.access(SHORT, os.W_OK) else folder
