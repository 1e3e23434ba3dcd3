"""What the instrument is tested with, one file each; the folder is the register."""
