"""What would a user pick instead? The same content in each of the other frameworks, as its users would write it."""
