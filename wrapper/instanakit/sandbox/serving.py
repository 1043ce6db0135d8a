"""Serving: the port, and uvicorn in a thread of this process."""

import asyncio
import errno
import socket
import threading

import uvicorn

from instanakit.errors import ConfigurationError
from instanakit.sandbox.network import Network

_OF_THE_PORT = {errno.EADDRINUSE, errno.EACCES, errno.EPERM}
_OTHER_PORT = "Take another port; port 0 takes any that is free."
_OTHER_HOST = "Name an address of this machine: 127.0.0.1 is for it alone, 0.0.0.0 is every network it is in."


def listen(host: str, port: int) -> socket.socket:
    """Listen on a port. Raises ConfigurationError if it cannot be had."""
    # asyncio sends small answers at once only on sockets whose protocol is named.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OverflowError:
        problem, hint = "a port is a number from 0 to 65535", _OTHER_PORT
    except (OSError, TypeError) as error:  # TypeError for a text that can be no host
        is_taken = isinstance(error, OSError) and error.errno in _OF_THE_PORT
        problem, hint = str(error), _OTHER_PORT if is_taken else _OTHER_HOST
    else:
        return listener
    listener.close()
    message = f"The sandbox cannot listen on {host} port {port}: {problem}"
    raise ConfigurationError(message, hint=hint)


class Server(uvicorn.Server):
    """uvicorn in a thread, which says when it is ready and stops as soon as it is told to."""

    def __init__(self, network: Network) -> None:
        # The faults know the transport of this one protocol, whatever else is installed.
        config = uvicorn.Config(
            network,
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
        )
        config.load()
        # Without the layers that uvicorn puts around it, one of them as the log level is.
        config.loaded_app = network
        super().__init__(config)
        self._network = network

    def start(self, listener: socket.socket) -> None:
        """Serve in a thread, and return when it answers."""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self.run, args=([listener],), name="instanakit-sandbox", daemon=True)
        self._thread.start()
        self._ready.wait()

    async def main_loop(self) -> None:
        """Wait until it is told to stop."""
        # In the place of uvicorn's own, which looks every tenth of a second whether it should exit.
        self._loop, self._told = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every connection at once."""
        # In the place of uvicorn's own, which gives open connections a tenth of a second to end.
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        self._network.hang_up()
        if self.server_state.tasks:
            await asyncio.wait(list(self.server_state.tasks))

    def stop(self) -> None:
        """Stop, and return when everything has ended."""
        self._loop.call_soon_threadsafe(self._told.set)
        self._thread.join()
