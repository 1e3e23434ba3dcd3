"""A control: shareable_list once more, under another label."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shareable_list"])):
    """The same as shareable_list to the letter: how far the two differ is the noise of the instrument."""

    expects = {"same_as": "shareable_list"}
