"""Proxies on loopback that send everything to one port, whatever they are asked for, and keep what they were asked."""

import base64
import select
import socket
from urllib.parse import urlsplit

from helpers.servers import Server

REFUSAL = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"


class Proxy(Server):
    """What both kinds share: where they send to, and the user and password that they want."""

    def __init__(self, port, *, credentials=None, context=None):
        super().__init__(context)
        self.target, self.credentials = ("127.0.0.1", port), credentials

    def relay(self, connection, first=b""):
        with socket.create_connection(self.target) as target:
            target.sendall(first)
            while True:
                # What TLS has decrypted already is no event for select.
                pending = connection.pending() if self.context else 0
                for source in [connection] if pending else select.select([connection, target], [], [])[0]:
                    data = source.recv(65536)
                    if not data:
                        return
                    (target if source is connection else connection).sendall(data)


class HttpProxy(Proxy):
    """CONNECT for https, a whole URL in the request line for http. Keeps both words of the request line."""

    def serve(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            if not (more := connection.recv(1)):
                return
            head += more
        first, *lines = head.decode().strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        self.seen.append(f"{method} {target}")
        if self.credentials:
            expected = base64.b64encode(self.credentials.encode()).decode()
            if headers.pop("proxy-authorization", None) != f"Basic {expected}":
                connection.sendall(REFUSAL)
                return
        if method == "CONNECT":
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self.relay(connection)
            return
        headers["connection"] = "close"
        forwarded = [f"{method} {urlsplit(target).path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers.items())]
        self.relay(connection, "\r\n".join([*forwarded, "", ""]).encode())


class SocksProxy(Proxy):
    """SOCKS 5 with names. Keeps the host and the port."""

    def serve(self, connection):
        read = connection.makefile("rb").read
        _, count = read(2)
        read(count)
        connection.sendall(b"\x05\x02" if self.credentials else b"\x05\x00")
        if self.credentials:
            user, password = (read(read(size)[-1]).decode() for size in (2, 1))
            fine = f"{user}:{password}" == self.credentials
            connection.sendall(b"\x01\x00" if fine else b"\x01\x01")
            if not fine:
                return
        read(4)
        host = read(read(1)[0]).decode()
        self.seen.append(f"{host}:{int.from_bytes(read(2), 'big')}")
        connection.sendall(b"\x05\x00\x00\x01" + bytes(6))
        self.relay(connection)


class Front(Proxy):
    """No proxy, but what stands before a server and speaks TLS for it. asyncio's TLS tells nobody why it refuses."""

    def serve(self, connection):
        self.relay(connection)
