"""What of ShareableList's first use is due to how processes are started?"""

from __future__ import annotations

from measure.contract.discovery import load, paths


class Backend(load(paths()["shareable_list"])):
    """As shareable_list, but its workers come from a fork server, the default from Python 3.14 on."""

    start_method = "forkserver"
