"""A server that speaks OpenAI's embeddings interface: `python embedding_server.py KEY` prints its port and serves until ended.

A text's vector counts its letter pairs, hashed into 64 places: a real reading of a text, though a simple one. The model `broken` answers
with one vector too few, `words` with no numbers, `moved` with a redirection; any model but these and `pairs` is unknown.
"""

from __future__ import annotations

import json
import sys
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise


def vector(text: str) -> list[float]:
    counts = [0.0] * 64
    for one, other in pairwise(text):
        counts[zlib.crc32(f"{one}{other}".lower().encode()) % 64] += 1
    return counts


class Embeddings(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers.get("Authorization") != f"Bearer {sys.argv[1]}":
            self.answer(401, {"error": "key"})
        elif asked["model"] == "moved":
            self.send_response(302)
            self.send_header("Location", "/v1/elsewhere")
            self.end_headers()
        elif asked["model"] not in ("pairs", "broken", "words") or self.path != "/v1/embeddings":
            self.answer(404, {"error": "model"})
        else:
            data = [{"index": place, "embedding": vector(text)} for place, text in enumerate(asked["input"])]
            if asked["model"] == "words":
                data = [{"index": 0, "embedding": ["no", "numbers"]}]
            self.answer(200, {"data": data[:0:-1] if asked["model"] == "broken" else data[::-1]})

    def answer(self, status: int, body: object) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Say nothing: what a test prints is its own."""


if __name__ == "__main__":
    with HTTPServer(("127.0.0.1", 0), Embeddings) as server:
        print(server.server_port, flush=True)  # noqa: T201 - how the test learns the port
        server.serve_forever()
