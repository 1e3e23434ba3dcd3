"""All that the Snakefile asks: configuration, interpreters, plan, pilot, commands, messages."""
