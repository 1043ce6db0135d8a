"""The rotation of the token that one runs with: as whom it goes on."""

from instanakit import _operations
from instanakit._flows import Flow
from instanakit._flows.prove import authenticates
from instanakit._flows.send import send
from instanakit.rotation.local import local
from instanakit.rotation.work import Work, current

_UNAUTHORIZED = 401


def as_itself(work: Work) -> Flow[Work]:
    """Go on as the new token once its secret is promoted; if that is dead and the client's own, too, as the old one."""
    secret = (yield from current(work)) if work.rotation.is_own else None
    if secret is None or not work.is_new(secret):
        return work
    if (yield from authenticates(work.terms, secret, pauses=())):
        return work.acting_as(secret)
    work = work.acting_as(None)
    answer = yield from send(work.terms, _operations.get_version_of_backend())
    if answer.status_code != _UNAUTHORIZED:
        return work
    return work.acting_as((yield from local(work.sink.previous)))
