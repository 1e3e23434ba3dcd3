"""A control: eleven reads for one."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shareable_list"])):
    """As shareable_list, but every read is done eleven times, so 1.1 times as slow as ten of them."""

    expects = {"slower_than": "ten_reads_memory", "factor": 1.1}
    read_item = "; ".join(["value = view[i]"] * 11)
