"""multiprocessing.Manager().Value()"""

from measure.contract.discovery import load, paths


class Backend(load(paths()["manager_namespace"])):
    """One value in a server process is shared: it comes whole, pickled, whatever is wanted of it."""

    def share(self, data):
        return self.manager.Value("O", data)  # the type code is kept and not looked at
