"""What multiprocessing's Array has in common with and without its lock."""

from measure.contract import INHERITED, Backend


class CtypesArray(Backend):
    """An array that the workers get while they are started; a subclass makes it by `allocate(type code, length)`."""

    objects = False
    refuses = INHERITED
    itemwise = frozenset({"iterate"})  # there is no __iter__
    copy_out = "result = view[:]"
    copy_out_blob = "result = view.raw"
    copy_in_blob = "view.raw = data"
    length = "result = len(view)"

    def create(self, data):
        self.array = self.allocate("q" if isinstance(data, list) else "c", len(data))
        if isinstance(data, list):
            self.array[:] = data
        else:
            self.array.raw = data

    def handle(self):
        return self.array

    def attach(self, handle):
        return handle

    def destroy(self):
        self.array = None

    def footprint(self):
        return self.payload.size
