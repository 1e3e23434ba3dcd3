"""unlink releases the memory; it is called once."""

from checks.article.check import check, shared_memory

CLAIM = "unlink-once"


def error_of(action):
    try:
        action()
    except Exception as error:
        return type(error).__name__
    return "no error"


@check("after one unlink nobody can attach by the name any more")
def gone_by_name():
    block = shared_memory().SharedMemory(create=True, size=10)
    block.close()
    block.unlink()
    return "FileNotFoundError", error_of(lambda: shared_memory().SharedMemory(block.name))


@check("who is still attached keeps the bytes until it closes")
def attached_ones_keep_it():
    block = shared_memory().SharedMemory(create=True, size=10)
    block.buf[0] = 7
    block.unlink()
    seen = block.buf[0]
    block.close()
    return 7, seen


@check("a second unlink is an error")
def second_unlink():
    block = shared_memory().SharedMemory(create=True, size=10)
    block.close()
    block.unlink()
    return "FileNotFoundError", error_of(block.unlink)
