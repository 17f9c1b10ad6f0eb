"""The same real server as the browser's."""

from tests.browser.conftest import start_server

__all__ = ["start_server"]
