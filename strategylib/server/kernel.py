"""What runs in the kernel of a page? ipykernel without what a page has no use for: history, debugger, banner, Jedi.

`python -m strategylib.server.kernel -f <connection file>` takes ipykernel's options. A kernel that is forked enters by `run`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

_CONFIG = {
    "HistoryManager": {"enabled": False},
    "IPCompleter": {"use_jedi": False},
    # What C code writes goes to the server's own stderr, and two threads are saved
    "IPKernelApp": {"capture_fd_output": False},
}


def run(arguments: Sequence[str], listening: Callable[[], None] = lambda: None, **options: Any) -> None:
    """Run a kernel in this process until it is told to end.

    Parameters
    ----------
    arguments
        ipykernel's command line, such as `["-f", "<connection file>"]`.
    listening
        Called when the kernel can be reached.
    options
        Traits of ipykernel's application.
    """
    from traitlets.config import Config

    from strategylib.server.modules import serve_modules_as_files

    app = load_ipykernel().instance(config=Config(_CONFIG), **options)
    serve_modules_as_files()
    app.initialize(list(arguments))
    if "ipywidgets" in sys.modules:  # imported before there was a kernel to answer the page's questions about widgets
        sys.modules["ipywidgets"].register_comm_target()
    listening()
    app.start()


def load_ipykernel() -> Any:
    """Import ipykernel and return its application, without its debugger: that is slow to import, and a page cannot use it."""
    debugger: Any = None
    sys.modules["debugpy"] = debugger  # Python's way to say that a module is not there
    try:
        import_module("ipykernel.debugger")
        from ipykernel.kernelapp import IPKernelApp
    finally:
        del sys.modules["debugpy"]
    return IPKernelApp


def leave_folder_out() -> None:
    """Import nothing from the working folder while the kernel starts, as ipykernel's own launcher does."""
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]


if __name__ == "__main__":
    leave_folder_out()
    run(sys.argv[1:])
