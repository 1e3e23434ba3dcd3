"""The safety matrix: what each backend does when it is misused, killed, filled or looked at by others."""
