"""What the logs of a seeded unit tell: who made, changed and deleted which token, and who logged in for it."""

from random import Random

from instanakit.sandbox.logs import KEPT_ENTRIES, login
from instanakit.sandbox.seed.people import PEOPLE, Person
from instanakit.sandbox.seed.times import DAY
from instanakit.sandbox.state import State

_MINUTE = 60_000
Event = tuple[int, str, str, str, dict[str, str], str]  # when, the entry's id, action, message, actor, address
Login = tuple[int, str, Person]


class History:
    """Collects what happened in any order."""

    def __init__(self, chance: Random, now: int) -> None:
        self._chance = chance
        self._now = now
        self._actors = {person: (person.actor, person.address) for person in PEOPLE}
        self._events: list[Event] = []
        self._logins: list[Login] = []
        self._known: set[Person] = set()

    def person_did(self, at: int, person: Person, action: str, message: str) -> None:
        """Note what a person did, for which they had logged in."""
        self.did(at, *self._actors[person], action, message)
        if person not in self._known:
            self._known.add(person)
            self._logins.append((self._now - (person.came + 1) * DAY, "FIRST_LOGIN", person))
        logged_in = at - self._chance.randrange(1, 30) * _MINUTE
        if self._chance.random() < 0.05:
            self._logins.append((logged_in - _MINUTE, "FAILED_LOGIN", person))
        self._logins.append((logged_in, "LOGIN", person))

    def did(self, at: int, actor: dict[str, str], address: str, action: str, message: str) -> None:
        """Note what somebody did."""
        self._events.append((at, f"{self._chance.getrandbits(64):016x}", action, message, actor, address))

    def tell(self, state: State) -> None:
        """Write the logs, in the order of time."""
        for at, entry_id, action, message, actor, address in sorted(self._events, key=_when)[-KEPT_ENTRIES:]:
            entry = {"id": entry_id, "action": action, "message": message, "actor": actor, "timestamp": at}
            state.log("audit_log", entry | {"meta": {"origin_ip": address}})
        for at, action, person in sorted(self._logins, key=_when)[-KEPT_ENTRIES:]:
            state.log("access_log", login(action, person.email, person.full_name, at, person.address))


def _when(noted: Event | Login) -> int:
    return noted[0]
