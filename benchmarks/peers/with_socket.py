"""A raw socket with json: the floor. It reads the head of an answer, then as many bytes as that says."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import peer


class Client:
    """Makes what JSON makes."""

    def __init__(self, base_url: str, api_token: str) -> None:
        self._parts = urlsplit(base_url)
        self._rest = f" HTTP/1.1\r\nhost: {self._parts.netloc}\r\nauthorization: apiToken {api_token}\r\n\r\n".encode()
        self._socket: socket.socket | None = None

    def _get(self, path: str) -> Any:
        if self._socket is None:
            self._socket = socket.create_connection((self._parts.hostname, self._parts.port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(b"GET " + path.encode() + self._rest)
        head, _, begun = self._socket.recv(65536).partition(b"\r\n\r\n")
        length = int(head.rpartition(b"content-length: ")[2])
        if len(begun) == length:
            return json.loads(begun)
        body = bytearray(length)
        body[: len(begun)] = begun
        view, at = memoryview(body), len(begun)
        while at < length:
            at += self._socket.recv_into(view[at:])
        return json.loads(body)

    def get(self, internal_id: str) -> Any:
        """Get one token."""
        return self._get(f"{peer.PATH}/{internal_id}")

    def list(self) -> Any:
        """List the tokens."""
        return self._get(peer.PATH)


peer.Peer(Client, lambda token: token["name"], []).serve()
