"""How long does a page's connection to its kernel hold? As long as the page answers the server's pings, and no longer."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
import time
from urllib.parse import urlsplit

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.asking import UPGRADE, ask, kernel_of

pytestmark = pytest.mark.integration

APP = "/voila/render/leder.ipynb"
QUICK = """
import sys
from strategylib.server.handlers import KernelSocketHandler
KernelSocketHandler.ping_interval = KernelSocketHandler.ping_timeout = 0.2
from strategylib.cli import main
sys.exit(main())
"""


@pytest.fixture
def quick(start_server):
    """A server that pings five times a second."""
    return start_server(command=[sys.executable, "-c", QUICK, "serve"])


def test_a_page_that_answers_keeps_its_connection(quick):
    kernel = kernel_of(ask(quick, APP))

    async def closed_after(seconds):
        address = f"{quick.url.replace('http', 'ws', 1)}api/kernels/{kernel}/channels"
        connection = await websocket_connect(HTTPRequest(address, headers={"Origin": quick.url.rstrip("/")}))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if await asyncio.wait_for(connection.read_message(), 0.1) is None:
                    return True
            except TimeoutError:
                pass
        connection.close()
        return False

    assert not asyncio.run(closed_after(2.0))


def test_a_page_that_does_not_answer_is_given_up(quick):
    kernel = kernel_of(ask(quick, APP))
    where = urlsplit(quick.url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        head = {"Host": where.netloc, **UPGRADE}
        asked = [f"GET /api/kernels/{kernel}/channels HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        connection.sendall("\r\n".join(asked).encode())
        said = b""
        while piece := connection.recv(65536):  # until the server closes
            said += piece
    assert re.match(rb"HTTP/1.1 101 ", said)
    assert b"ping timed out" in said
