"""What a ShareableList is made of."""

import struct

from checks.article.check import check, shared_memory

CLAIM = "same-mechanism"


@check("a ShareableList holds its items in a SharedMemory block")
def is_made_of_a_block():
    items = shared_memory().ShareableList([1, 2])
    seen = type(items.shm).__name__
    items.shm.close()
    items.shm.unlink()
    return "SharedMemory", seen


@check("an int put into the list is found as its eight bytes in the block, attached by name")
def the_block_holds_the_items():
    number = 0x1122334455667788
    items = shared_memory().ShareableList([1, 2])
    block = shared_memory().SharedMemory(items.shm.name)
    before = struct.pack("q", number) in bytes(block.buf)
    items[1] = number
    after = struct.pack("q", number) in bytes(block.buf)
    block.close()
    items.shm.close()
    items.shm.unlink()
    return (False, True), (before, after)
