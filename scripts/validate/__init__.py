"""Is the instrument right? Simulation, crosscheck, scale, made-up data with a known truth."""
