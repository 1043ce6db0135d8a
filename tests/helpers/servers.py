"""Servers on loopback, each in a thread until its block ends: an application over TLS, and some that misbehave."""

import socket
import socketserver
import ssl
import threading
import time
from contextlib import contextmanager

import uvicorn

from helpers.colours import CREDENTIAL
from instanakit.sandbox import Sandbox


def new_unit():
    """The application of a fresh tenant unit whose owner's token is CREDENTIAL."""
    return Sandbox(api_token=CREDENTIAL)._api


@contextmanager
def served(app, **options):
    """Serve an ASGI application with uvicorn's options; gives the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


class Server(socketserver.ThreadingTCPServer):
    """Serves each connection in a thread with `serve`, over TLS if there is a context, and keeps what it has `seen`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, context=None):
        super().__init__(("127.0.0.1", 0), None)
        self.context, self.seen = context, []

    @property
    def port(self):
        return self.server_address[1]

    def finish_request(self, request, client_address):
        try:
            if self.context:
                request = self.context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
            with request:
                self.serve(request) if self.agreed(request) else None
        except OSError:
            pass  # the other side has gone

    def agreed(self, request):
        """Whether a handshake succeeded. If not, the rest is read, lest a reset overtakes the reason for it."""
        try:
            request.do_handshake() if self.context else None
        except ssl.SSLError:
            while socket.socket.recv(request, 65536):
                pass
            return False
        return True

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Drip(Server):
    """Waits for a request, answers with some bytes at once, and with the others one by one."""

    def __init__(self, at_once, drip, context=None):
        super().__init__(context)
        self.at_once, self.drip = at_once, drip

    def serve(self, connection):
        connection.recv(65536)
        connection.sendall(self.at_once)
        for number in range(len(self.drip)):
            time.sleep(0.01)
            connection.sendall(self.drip[number : number + 1])


class SlowReader(Server):
    """Reads for twenty seconds, a little every hundredth of a second, and never answers."""

    def serve(self, connection):
        connection.settimeout(20)
        for _ in range(2000):
            if not connection.recv(16 * 1024):
                return
            time.sleep(0.01)
