"""Tables and claims to verdicts; the only place where anything is judged."""
