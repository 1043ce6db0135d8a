"""Each behaviour of the client is tested once and runs in both colours, over scripted answers or a sandbox."""

import asyncio
import json

import httpx

from instanakit import AsyncInstana, Instana

UNIT = "https://unit-tenant.instana.io"
CREDENTIAL = "credential-of-the-test"
VERSION = httpx.Response(200, json={"branch": "b", "commit": "c", "imageTag": "1.328.0"})


class Script:
    """Answers in this order: a Response, an exception, or a callable that is given the request. Keeps the requests."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    def __call__(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0)
        if callable(answer):
            answer = answer(request)  # an exception that it returns is raised
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def sent(self):
        """The requests in short."""
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.requests]

    def body(self, number=-1):
        """The JSON body of a request."""
        return json.loads(self.requests[number].content)


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self):
        self.now = 1000.0
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


class Colour:
    """One colour: makes clients, runs their methods, closes them."""

    def __init__(self, name):
        self.name = name
        self.clock = Clock()
        self.script = Script()
        self._runner = asyncio.Runner() if name == "async" else None
        self._clients = []

    @property
    def kind(self):
        return AsyncInstana if self._runner else Instana

    def client(self, *answers, base_url=UNIT, random=0.5, **options):
        """A client that gets these answers, or that talks to base_url if there are none."""
        if answers:
            self.script = Script(*answers)
            options["transport"] = httpx.MockTransport(self.script)
        return self.adopt(self.kind(base_url, **({"api_token": CREDENTIAL} | options)), random)

    def adopt(self, client, random=0.5):
        """Give a client a clock that nobody waits for, and close it after the test."""
        wire = client._wire
        wire.clock, wire.random = self.clock, lambda: random
        wire.sleep = self._asleep if self._runner else self.clock.sleep
        self._clients.append(client)
        return client

    async def _asleep(self, seconds):
        self.clock.sleep(seconds)

    def run(self, value):
        """The result of a method's call."""
        return self._runner.run(value) if self._runner else value

    def all(self, iterable):
        """Everything that a pager brings."""
        return self._runner.run(_collect(iterable)) if self._runner else list(iterable)

    def close(self):
        for client in self._clients:
            self.run(client.close())
        if self._runner:
            self._runner.close()


async def _collect(iterable):
    return [item async for item in iterable]


def token(internal_id="t1", **fields):
    """A token as GET shows it."""
    return {"internalId": internal_id, "name": "one", "accessGrantingToken": "**********", "id": "**********"} | fields


def answer(status=200, value=None, **headers):
    """An answer with JSON; header names with _ for -."""
    return httpx.Response(status, json=value, headers={name.replace("_", "-"): text for name, text in headers.items()})
