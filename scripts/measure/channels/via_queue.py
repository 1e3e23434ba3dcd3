"""multiprocessing.Queue"""

from measure.contract.channel import Channel


class Backend(Channel):
    """A thread of the sender pickles the payload and writes it into a pipe, under a lock."""

    def open(self):
        self.queue = self.context.Queue()

    def handle(self):
        return self.queue

    def join(self, handle):
        self.queue = handle

    def send(self, data):
        self.queue.put(data)

    def receive(self):
        return self.queue.get()

    def close(self):
        self.queue.close()
