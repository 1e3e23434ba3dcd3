"""Python imports this at each start, as it stands first on the path of all that is on trial, in the place of others'.

A distribution's or an administrator's own would run within what is measured.
"""
