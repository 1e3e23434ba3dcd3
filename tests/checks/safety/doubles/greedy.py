"""Whoever lets go of the block removes it."""

from measure.contract.discovery import load, paths


class Backend(load(paths()["shared_memory"])):
    def detach(self, view):
        super().detach(view)
        self.attached.unlink()
