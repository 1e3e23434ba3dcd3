"""The article's second listing, which is that of CPython's documentation: ten bytes and two handles."""

import doctest

from checks.article.check import check, shared_memory

CLAIM = "shm-listing"
CHANGES = ()  # none: it runs as it stands


class Printed(doctest.DocTestRunner):
    """Runs a session line by line, and keeps what each line printed."""

    def __init__(self):
        doctest.DocTestRunner.__init__(self, verbose=False)
        self.seen = []

    def report_success(self, out, test, example, got):
        self.seen.append(got)

    report_failure = report_success

    def report_unexpected_exception(self, out, test, example, exc_info):
        self.seen.append("{0}: {1}\n".format(exc_info[0].__name__, exc_info[1]))


def printed(session):
    """(what a session says that its lines print, what they printed), a text a line."""
    shared_memory()  # untried where it isn't there
    test = doctest.DocTestParser().get_doctest(session, {}, "the listing", None, None)
    runner = Printed()
    runner.run(test, out=lambda text: None)
    return [example.want for example in test.examples], runner.seen


@check("what is written through one handle is read through another, attached by name, and the other way round")
def two_handles():
    """
    >>> from multiprocessing import shared_memory
    >>> shm_a = shared_memory.SharedMemory(create=True, size=10)
    >>> type(shm_a.buf)
    <class 'memoryview'>
    >>> buffer = shm_a.buf
    >>> len(buffer)
    10
    >>> buffer[:4] = bytearray([22, 33, 44, 55])  # Modify multiple at once
    >>> buffer[4] = 100                           # Modify single byte at a time
    >>> # Attach to an existing shared memory block
    >>> shm_b = shared_memory.SharedMemory(shm_a.name)
    >>> import array
    >>> array.array('b', shm_b.buf[:5])  # Copy the data into a new array.array
    array('b', [22, 33, 44, 55, 100])
    >>> shm_b.buf[:5] = b'howdy'  # Modify via shm_b using bytes
    >>> bytes(shm_a.buf[:5])      # Access via shm_a
    b'howdy'
    >>> shm_b.close()   # Close each SharedMemory instance
    >>> shm_a.close()
    >>> shm_a.unlink()  # Call unlink only once to release the shared memory
    """
    return printed(two_handles.__doc__)
