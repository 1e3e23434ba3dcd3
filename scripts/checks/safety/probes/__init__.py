"""One idea a file; the folder is the register."""
