"""A control: five reads for one."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["manager_list"])):
    """As manager_list, but every read is done five times, so 1.25 times as slow as four of them."""

    expects = {"slower_than": "four_reads_messages", "factor": 1.25}
    read_item = "; ".join(["value = view[i]"] * 5)
