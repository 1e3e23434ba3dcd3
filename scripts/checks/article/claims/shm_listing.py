"""The article's second listing, which is that of CPython's documentation: ten bytes and two handles."""

import array

from checks.article.check import check, shared_memory

CLAIM = "shm-listing"


@check("the block has ten bytes, as a memoryview")
def ten_bytes():
    block = shared_memory().SharedMemory(create=True, size=10)
    seen = type(block.buf).__name__, len(block.buf)
    block.close()
    block.unlink()
    return ("memoryview", 10), seen


@check("what is written through one handle is read through another, attached by name, and the other way round")
def two_handles():
    first = shared_memory().SharedMemory(create=True, size=10)
    first.buf[:4] = bytearray([22, 33, 44, 55])
    first.buf[4] = 100
    second = shared_memory().SharedMemory(first.name)
    there = array.array("b", second.buf[:5]).tolist()
    second.buf[:5] = b"howdy"
    back = bytes(first.buf[:5])
    second.close()
    first.close()
    first.unlink()
    return ([22, 33, 44, 55, 100], b"howdy"), (there, back)
