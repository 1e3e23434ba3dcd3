"""A server that holds the payload, and a creator that waits for its answer whatever has become of it."""

import time

from measure.contract.discovery import load, paths


class Backend(load(paths()["manager_list"])):
    def create(self, data):
        try:
            super().create(data)
        except EOFError:
            time.sleep(60)
