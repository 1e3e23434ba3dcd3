"""One file a way to hand a payload over; the folder is the register."""
