"""All that the Snakefile asks: configuration, interpreters, plan, commands, messages."""
