"""Times a line."""
