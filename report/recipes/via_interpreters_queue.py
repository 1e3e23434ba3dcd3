"""For messages between interpreters of one process (Python 3.14); not between processes."""

import sys
import threading

try:
    from concurrent import interpreters
except ImportError:
    print("needs Python 3.14 or newer, which has concurrent.interpreters", file=sys.stderr)
    sys.exit(77)

STEPS = int(sys.argv[1]) if sys.argv[1:] else 1000
SEND = """
for number in range(steps):
    queue.put((number, "text"))  # tuples of bytes, str, numbers and None go as they are; anything else is pickled
queue.put(None)
"""


if __name__ == "__main__":
    queue, interpreter = interpreters.create_queue(), interpreters.create()
    interpreter.prepare_main(queue=queue, steps=STEPS)  # the same queue, not a copy of it
    sender = threading.Thread(target=interpreter.exec, args=(SEND,))
    sender.start()
    try:
        # With a deadline: an interpreter whose code raised sends nothing more. get() looks every 10 ms.
        numbers = [message[0] for message in iter(lambda: queue.get(timeout=60), None)]
    finally:
        sender.join()
        interpreter.close()  # after all was received: what is still in the queue of one that has ended is lost
    assert numbers == list(range(STEPS))
    print("done: every value is there")
