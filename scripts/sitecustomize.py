"""Empty, and first on the path of every measured process: Python imports it at start instead of any other of its name.

A sitecustomize module of the distribution or of an administrator would run within what is measured.
"""
