"""Every figure of a run, with the table behind it and its caption."""
