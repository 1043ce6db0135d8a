"""Tokens and logs to begin with: believable, made up, and the same for the same seed and clock.

Every token is drawn after the ones before it and depends on no later one, so a larger unit begins with a smaller one's.
"""

from random import Random

from instanakit.sandbox.rules import Document, normalised
from instanakit.sandbox.seed.history import History
from instanakit.sandbox.seed.names import name, same_name
from instanakit.sandbox.seed.people import Person, somebody
from instanakit.sandbox.seed.profiles import ADMIN, EVERYTHING, Profile, flags, some_profile
from instanakit.sandbox.seed.times import DAY, Times, times
from instanakit.sandbox.state import State

PATH = "/api/settings/api-tokens"
_SPECIAL = {5: ADMIN, 17: EVERYTHING}


def fill(state: State, count: int, seed: int, now: int) -> None:
    """Put `count` tokens into the state, and into the logs how they came to be; `now` in milliseconds since 1970."""
    unit = _Unit(state, Random(seed), now)
    for number in range(count):
        unit.add(number)
    unit.history.tell(state)


class _Unit:
    def __init__(self, state: State, chance: Random, now: int) -> None:
        self.history = History(chance, now)
        self._state = state
        self._chance = chance
        self._now = now
        self._names = ["export"]
        self._makers: list[Document] = []  # tokens that may make others

    def add(self, number: int) -> None:
        """Put in a token, and let at times another one be gone."""
        chance = self._chance
        when = times(chance, self._now, number)
        profile = _SPECIAL.get(number) or some_profile(chance)
        person = self._somebody_at(when.created)
        token = self._document(number, person, profile, when)
        maker = chance.choice(self._makers) if self._makers and chance.random() < 0.1 else None
        message = f"API token {token['name']} created"
        if maker is not None and maker["createdOn"] < when.created:
            token["createdBy"] = maker["name"]
            actor = {"type": "API_TOKEN", "id": maker["internalId"], "name": maker["name"]}
            self.history.did(when.created, actor, "198.51.100.7", f"POST {PATH}", message)
        else:
            self.history.person_did(when.created, person, f"POST {PATH}", message)
        self._change(token)
        self._lose_another()
        self._state.put_whole(token)
        self._names.append(token["name"])
        if token["canConfigureApiTokens"]:
            self._makers.append(token)

    def _somebody_at(self, at: int) -> Person:
        return somebody(self._chance, (self._now - at) / DAY)

    def _document(self, number: int, person: Person, profile: Profile, when: Times) -> Document:
        chance = self._chance
        named = name(chance, person, profile.use, when.created)
        if chance.random() < 0.04:
            named = same_name(chance, chance.choice(self._names))
        body = dict.fromkeys(flags(chance, profile), True) | {
            "internalId": self._id(),
            "name": named,
            "accessGrantingToken": f"made-up-secret-{number + 1}-{chance.getrandbits(64):016x}",
            "expiresOn": when.expires,
        }
        return normalised(body) | {
            "id": self._id(),
            "createdBy": person.email,
            "createdOn": when.created,
            "lastUsedOn": when.used,
        }

    def _change(self, token: Document) -> None:
        for _ in range(self._chance.choices((0, 1, 3), (70, 20, 10))[0]):
            at = self._chance.randint(token["createdOn"], self._now)
            action, message = f"PUT {PATH}/{token['internalId']}", f"API token {token['name']} updated"
            self.history.person_did(at, self._somebody_at(at), action, message)

    def _lose_another(self) -> None:
        if self._chance.random() > 0.12:
            return
        made = times(self._chance, self._now, 0).created
        maker, internal_id = self._somebody_at(made), self._id()
        named = name(self._chance, maker, some_profile(self._chance).use, made)
        self.history.person_did(made, maker, f"POST {PATH}", f"API token {named} created")
        at = self._chance.randint(made, self._now)
        action, message = f"DELETE {PATH}/{internal_id}", f"API token {internal_id} deleted"
        self.history.person_did(at, self._somebody_at(at), action, message)

    def _id(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"
