"""What of a Manager's start and attach is due to how processes are started?"""

from __future__ import annotations

from measure.contract.discovery import load, paths


class Backend(load(paths()["manager_list"])):
    """As manager_list, but its server and its workers come from a fork server, the default from Python 3.14 on."""

    start_method = "forkserver"
