"""How people name tokens: by team, use and environment, each in a way of their own; some of them do not care."""

import time
from random import Random

from instanakit.sandbox.seed.people import Person

_TEAMS = ("checkout", "payments", "search", "platform", "data", "mobile", "sre", "billing", "identity", "warehouse")
_ENVIRONMENTS = ("prod", "prod", "prod", "staging", "dev")
_HABITS = {
    "kebab": ("{team}-{use}-{environment}", "{team}-{use}"),
    "slashes": ("{team}/{use}/{environment}", "{environment}/{team}/{use}"),
    "dated": ("{team}-{use}-{month}", "{use}_{team}_{year}"),
    "prose": ("Token for {team} {use} ({environment})", "{use} of team {team}", "{use} - {environment} - ask {me}"),
    "shouting": ("{team}_{use}_{environment}", "{team}_{use}"),
    "tickets": ("OPS-{ticket} {team} {use}", "{team} {use} #{ticket}"),
    "lazy": ("test", "test2", "tmp", "new token", "{me}s token", "{use}", "asdf", " "),
    "german": ("{use} für {team} ({environment})", "Zugang {team}, {use}"),
}


def name(chance: Random, person: Person, use: str, created_on: int) -> str:
    """Make up the name that a person gives to a token."""
    month = time.strftime("%Y-%m", time.gmtime(created_on / 1000))
    made = chance.choice(_HABITS[person.habit]).format(
        team=chance.choice(_TEAMS),
        use=use,
        environment=chance.choice(_ENVIRONMENTS),
        month=month,
        year=month[:4],
        ticket=chance.randrange(100, 5000),
        me=person.full_name.split()[0],
    )
    return made.upper() if person.habit == "shouting" else made


def same_name(chance: Random, name: str) -> str:
    """Write the name of another token once more, as people do who make a new token and forget the old one."""
    return chance.choice((name, name, name.lower(), name.upper()))
