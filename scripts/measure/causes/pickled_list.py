"""How much of a Manager's time is pickling?"""

import pickle  # noqa: F401  (the timed lines use it)

from measure.contract.discovery import load, paths


class Backend(load(paths()["local_list"])):
    """A list of the worker's own, pickled and unpickled as a Manager would do it, with nobody to send it to."""

    copy_out = "result = pickle.loads(pickle.dumps(view, 4))"
    copy_out_blob = "result = pickle.loads(pickle.dumps(view[0], 4))"
