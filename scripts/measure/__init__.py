"""The measuring half: standard library only, so that any CPython from 3.8 on runs it as it is."""

import time

BEGAN = time.time()  # in seconds since 1970: the first line of ours that a cell's interpreter comes to
