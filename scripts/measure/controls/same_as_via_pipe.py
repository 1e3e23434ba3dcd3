"""A control: via_pipe once more, under another label."""

from measure.contract.discovery import CHANNELS, load, paths


class Backend(load(paths(CHANNELS)["via_pipe"])):
    """The same as via_pipe to the letter: how far the two differ is the noise of the instrument."""

    expects = {"same_as": "via_pipe"}
