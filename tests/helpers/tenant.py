"""A tenant unit's clock, its clients of plain HTTP, and bytes to and from it, for the tests of the sandbox."""

import socket
import time

import httpx

TOKENS = "/api/settings/api-tokens"
VERSION_PATH = "/api/instana/version"
_TLS = httpx.create_ssl_context()


class Clock:
    """Time that stands still until it is set."""

    now = 1767225600.0

    def __call__(self):
        return self.now


def as_holder(sandbox, secret, scheme="apiToken"):
    """A client that authenticates with a secret."""
    # One TLS context for all: to make one takes longer than most tests.
    return httpx.Client(base_url=sandbox.base_url, headers={"authorization": f"{scheme} {secret}"}, verify=_TLS)


def body(internal_id="t1", **fields):
    """What a client sends to make a token."""
    return {"internalId": internal_id, "name": "one", "accessGrantingToken": f"secret-of-{internal_id}"} | fields


def works(sandbox, secret):
    """Tell whether a secret authenticates."""
    with as_holder(sandbox, secret) as client:
        return client.get(VERSION_PATH).status_code == 200


def connect(sandbox):
    """A bare connection to a sandbox."""
    host, _, port = sandbox.base_url.removeprefix("http://").rpartition(":")
    return socket.create_connection((host, int(port)), timeout=10)


def ask(sandbox, method="GET", path=VERSION_PATH, content=b""):
    """A bare connection on which the owner has sent a request."""
    connection = connect(sandbox)
    lines = [f"{method} {path} HTTP/1.1", "host: sandbox", f"authorization: apiToken {sandbox.api_token}"]
    connection.sendall("\r\n".join([*lines, f"content-length: {len(content)}", "", ""]).encode() + content)
    return connection


def rest(connection):
    """All that still comes, until the server closes the connection."""
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


def until(condition):
    """Wait for what another thread does soon."""
    for _ in range(5000):
        if condition():
            return
        time.sleep(0.001)
    message = "it did not happen in time"
    raise AssertionError(message)
