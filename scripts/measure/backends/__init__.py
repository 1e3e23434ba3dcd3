"""One file a mechanism; the folder is the register."""
