"""Reply: an answer as a whole, so that it can be sent in ways that no HTTP library would send it."""

from http import HTTPStatus

import attrs
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@attrs.frozen
class Reply:
    """A status, headers and a body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    async def send(self, send: Send) -> None:
        """Send it properly."""
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})

    def complete(self) -> bytes:
        """Return all of it as it goes over the network."""
        return self._head() + self.body

    def truncated(self) -> bytes:
        """Return half of the body, under the right length; of a reply without a body, half of the rest."""
        head = self._head()
        return head + self.body[: len(self.body) // 2] if self.body else head[: len(head) // 2]

    def too_long(self) -> bytes:
        """Return all of the body, under half of its length."""
        return self._head((b"content-length", b"%d" % (len(self.body) // 2))) + self.body

    def _head(self, *changed: tuple[bytes, bytes]) -> bytes:
        # What is written past the HTTP library is the last on its connection, and a client may know that.
        headers = dict([*self.headers, *changed, (b"connection", b"close")])
        lines = [b"HTTP/1.1 %d %s" % (self.status, HTTPStatus(self.status).phrase.encode())]
        lines += [b"%s: %s" % line for line in headers.items()]
        return b"\r\n".join([*lines, b"", b""])


async def content_of(receive: Receive) -> bytes | None:
    """Receive the body of a request; None if the client goes away before all of it is there."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message["body"])
        if not message["more_body"]:
            return b"".join(parts)


def received(content: bytes) -> Receive:
    """Return what an application receives a body with that is there already."""

    async def receive() -> Message:
        return {"type": "http.request", "body": content}

    return receive


async def reply_of(app: ASGIApp, scope: Scope, content: bytes) -> Reply:
    """Let an application carry out a request, and return its answer."""
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await app(scope, received(content), keep)
    start, *parts = messages
    body = b"".join(part["body"] for part in parts)
    headers = start["headers"]
    if body and not any(name == b"content-length" for name, _ in headers):
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    return Reply(start["status"], headers, b"" if scope["method"] == "HEAD" else body)
