"""A client that costs little beside the server: one connection, raw bytes, keep-alive."""

import socket
import time


class Connection:
    """One kept-alive connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        """Remember where to; connect at the first request."""
        self._port = port
        self._socket: socket.socket | None = None

    def get(self, path: str, headers: str = "") -> tuple[float, int, bytes]:
        """Return how long the answer took, its status and its body. Units: seconds. Raises: ConnectionError."""
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()
        for attempt in (1, 2):
            if self._socket is None:
                self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            began = time.perf_counter()
            try:
                self._socket.sendall(request)
                status, body, close = self._read()
            except ConnectionError:
                self.close()
                if attempt == 2:
                    raise
                continue
            took = time.perf_counter() - began
            if close:
                self.close()
            return took, status, body
        raise ConnectionError("unreachable")

    def _read(self) -> tuple[int, bytes, bool]:
        assert self._socket is not None
        data = b""
        while b"\r\n\r\n" not in data:
            part = self._socket.recv(262_144)
            if not part:
                raise ConnectionError("the server closed the connection")
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        length = int(fields.get("content-length", "0"))
        parts, have = [body], len(body)
        while have < length:
            part = self._socket.recv(262_144)
            if not part:
                raise ConnectionError("the answer was cut off")
            parts.append(part)
            have += len(part)
        return int(lines[0].split()[1]), b"".join(parts), fields.get("connection", "").lower() == "close"

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
