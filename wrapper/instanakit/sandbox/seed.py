"""Tokens to begin with: the same for the same seed, with made up names."""

import random

from instanakit.permissions import LimitedScope, Permission
from instanakit.sandbox.rules import Document
from instanakit.sandbox.state import State

_TEAMS = ("checkout", "payments", "search", "platform", "data", "mobile", "sre", "billing")
_USES = ("deploy", "dashboards", "synthetics", "alerts", "export", "terraform", "agent", "audit")
_PEOPLE = ("ana", "bo", "chen", "dara", "eli", "fatou")
_DAY = 86_400_000


def fill(state: State, count: int, seed: int) -> None:
    """Put `count` tokens into the state, and the logins of those who made them."""
    chance = random.Random(seed)  # noqa: S311 (made up data, the same each time)
    now = state.now()
    for number in range(count):
        name = f"{chance.choice(_TEAMS)}-{chance.choice(_USES)}"
        person = chance.choice(_PEOPLE)
        granted = chance.sample(list(Permission), chance.choice((1, 2, 3, 5, 8, 20)))
        limited = chance.sample(list(LimitedScope), chance.choice((0, 0, 1, 3)))
        created_on = now - chance.randrange(400) * _DAY
        internal_id = f"{chance.getrandbits(128):032x}"
        body: Document = {
            "internalId": internal_id,
            "name": f"{name}-{number + 1}",
            "accessGrantingToken": f"sandbox-{chance.getrandbits(128):032x}",
            "expiresOn": chance.choice((None, created_on + 365 * _DAY, now + 20 * _DAY)),
        }
        body |= {str(flag): True for flag in (*granted, *limited)}
        token = state.put(internal_id, body, f"{person}@example.com")
        token["createdOn"] = created_on
        token["lastUsedOn"] = chance.choice((None, now - chance.randrange((now - created_on) // _DAY + 1) * _DAY))
        state.logged_in(f"{person}@example.com", person.title(), created_on)
