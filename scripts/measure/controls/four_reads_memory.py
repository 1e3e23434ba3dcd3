"""A control: four reads for one."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shareable_list"])):
    """As shareable_list, but every read is done four times: what the slower ones are compared with."""

    read_item = "; ".join(["value = view[i]"] * 4)
