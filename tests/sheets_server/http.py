"""The local Google over HTTP/1.1, on the loopback interface only."""

from __future__ import annotations

import http.server
import os
import socket
import struct
import threading
from types import TracebackType
from typing import Any

from .calls import Reply
from .control import PREFIX, control
from .core import Google

LOOPBACK = "127.0.0.1"


class Handler(http.server.BaseHTTPRequestHandler):
    """Reads one request, lets the core answer it, writes the reply; or breaks the connection."""

    protocol_version = "HTTP/1.1"
    server_version = "ESF"
    sys_version = ""
    # Small replies must not wait for the client's acknowledgement (Nagle's algorithm costs 40 ms each).
    disable_nagle_algorithm = True
    server: _Listener

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        google = self.server.google
        if self.path.startswith(PREFIX):
            self._write(control(google, self.command, self.path.partition("?")[0], body))
            return
        try:
            self._write(google.handle(self.command, self.path, dict(self.headers.items()), body))
        except ConnectionResetError:
            self._break()
        except BrokenPipeError:
            # The client gave up waiting; that is its right.
            self.close_connection = True

    # The names http.server looks for.
    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815

    def _write(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _break(self) -> None:
        """Close the connection without a goodbye: the client sees "connection reset by peer"."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: the core keeps the log."""


class _Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, google: Google, port: int) -> None:
        super().__init__((LOOPBACK, port), Handler)
        self.google = google


class Server:
    """A running server; use it in a `with` block, or `start` and `stop` it."""

    def __init__(self, google: Google, port: int = 0) -> None:
        self.google = google
        self._listener = _Listener(google, port)
        self.base_url = f"http://{LOOPBACK}:{self._listener.server_address[1]}"
        google.base_url = self.base_url
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        """Serve in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()

    def serve_forever(self) -> None:
        """Serve in this thread until interrupted."""
        self._listener.serve_forever()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()
