"""Can a server listen where it is asked to?"""

from __future__ import annotations

import errno
import socket

import tornado.netutil

from strategylib.locale import Texts
from strategylib.model import StrategylibError


class PortError(StrategylibError):
    """The port cannot be listened on; the message says what to do."""


def bind(port: int, ip: str, *, command: str, words: Texts) -> list[socket.socket]:
    """Return sockets that listen on a port, 0 for a free one. Raises `PortError`, which names the command to try instead."""
    try:
        return tornado.netutil.bind_sockets(port, ip)
    except OSError as error:
        key = "cli.port_taken" if error.errno == errno.EADDRINUSE else "cli.port_denied"
        raise PortError(words(key, port=port, other=port + 1, said=error.strerror, command=command)) from error
