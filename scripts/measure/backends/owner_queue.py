"""A process that owns a list, behind two queues"""

from measure.bases.server_process import ServerBackend


class Backend(ServerBackend):
    """A list in a process of its own is asked for over two multiprocessing.Queues, by one worker at a time."""

    def connect(self):
        questions, answers = self.context.Queue(), self.context.Queue()
        return (questions.put, answers.get), (questions.get, answers.put)
