"""multiprocessing.Pipe"""

from measure.contract.channel import Channel


class Backend(Channel):
    """The payload goes through a connection: bytes as they are, anything else pickled by it."""

    def open(self):
        self.receiving, self.sending = self.context.Pipe(duplex=False)
        if self.payload.kind == "blob":
            self.send, self.receive = self.send_bytes, self.receive_bytes

    def handle(self):
        return self.receiving

    def join(self, handle):
        self.receiving = handle
        if self.payload.kind == "blob":
            self.receive = self.receive_bytes

    def send(self, data):
        self.sending.send(data)

    def receive(self):
        return self.receiving.recv()

    def send_bytes(self, data):
        self.sending.send_bytes(data)

    def receive_bytes(self):
        return self.receiving.recv_bytes()

    def connected(self):
        self.receiving.close()

    def leave(self):
        self.receiving.close()

    def close(self):
        self.sending.close()
