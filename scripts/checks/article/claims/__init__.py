"""One file a claim; the folder is the register."""
