"""Where workers live: in processes, threads or interpreters."""
