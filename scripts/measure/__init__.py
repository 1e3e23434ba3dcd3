"""The measuring half: standard library only, so that any CPython from 3.8 on runs it as it is."""
