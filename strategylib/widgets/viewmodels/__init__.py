"""What does each view show? View models: traits in, plain data out; they know no widget and no pandas."""
