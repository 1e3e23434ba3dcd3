"""What a backend, a channel and a payload have to be, and the operations that are timed."""
