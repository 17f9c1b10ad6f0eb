"""How do files become strategies, and what is wrong in them? Schema, loader and checks; every fault at once with its line."""
