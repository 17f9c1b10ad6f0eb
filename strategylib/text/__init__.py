"""How is Danish read by a program? Words, their stems and the parts of compounds."""
