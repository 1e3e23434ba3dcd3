"""Backends that isolate why another one is slow, one file each; the folder is the register."""
