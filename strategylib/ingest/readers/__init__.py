"""How is each format read? One module a format, each with `read(path)` that gives an `Extract` or raises `Unreadable`."""
