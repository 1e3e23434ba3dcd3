"""A control: eight reads for one."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["manager_list"])):
    """As manager_list, but every read is done eight times, so twice as slow as four of them."""

    expects = {"slower_than": "four_reads_messages", "factor": 2}
    read_item = "; ".join(["value = view[i]"] * 8)
