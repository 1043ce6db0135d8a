"""Reports for the tests of the page, at a time that stands still."""

from datetime import UTC, datetime
from functools import cache

import attrs

from helpers.tenant import Clock
from instanakit.hygiene import default_policy
from instanakit.hygiene.page import page
from instanakit.hygiene.report import report
from instanakit.hygiene.unit import Unit
from instanakit.models import Token
from instanakit.sandbox import Sandbox

__all__ = ["DAY", "HOSTILE", "NOW", "UNIT", "aged", "checked", "document_of", "page", "rows", "seeded", "token"]

DAY = 86_400_000
NOW = int(Clock.now * 1000)
UNIT = "https://tenant.example"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "' onmouseover='alert(1)",
    "<!-- ]]> &lt;b&gt; &amp; -->",
    "java\x00script:\x1b[31m\r\n\t",
    "\u202eright to left\u2066\u2028\u2029\ufeff\u200b",
    "\ud800 alone",
]


def token(internal_id="t1", *permissions, **fields):
    times = {"createdOn": NOW - 10 * DAY, "lastUsedOn": NOW - DAY, "expiresOn": NOW + 60 * DAY}
    return Token({"internalId": internal_id, "name": internal_id} | times | dict.fromkeys(permissions, True) | fields)


def aged(internal_id, days, idle, **fields):
    used = None if idle is None else NOW - idle * DAY
    return token(internal_id, createdOn=NOW - days * DAY, lastUsedOn=used, **fields)


def rows(drawn):
    """The rows of the heat map, by the token's name."""
    return {row.one("bdi").text: row for row in drawn.one("tbody").all("tr")}


def checked(*tokens, policy=None, base_url=UNIT, waivers=()):
    policy = attrs.evolve(policy or default_policy(), waivers=tuple(waivers))
    unit = Unit(base_url=base_url, now=datetime.fromtimestamp(Clock.now, UTC), cutovers={})
    return report(tokens, policy, unit)


def seeded(count):
    state = Sandbox(tokens=count, seed=1, clock=Clock()).state
    return checked(*(Token(dict(document)) for document in state.tokens.values()))


@cache
def document_of(kind):
    """A page, as a text: of `some` tokens, of `hostile` ones, of `none`."""
    if kind == "hostile":
        return page(checked(*(token(name, "canViewLogs", name=name) for name in HOSTILE)))
    return page(seeded(40) if kind == "some" else checked())
