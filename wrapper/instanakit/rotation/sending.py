"""What is posted for the new token: the old one as it is now, under the new id, name and secret."""

from datetime import datetime

import attrs

from instanakit import _operations
from instanakit._answers.headers import server_time
from instanakit._flows import Flow, Terms
from instanakit._operations import Document
from instanakit.errors import APIError
from instanakit.rotation.copied import digest
from instanakit.rotation.plan import new_document
from instanakit.rotation.work import Work, read
from instanakit.secret import Secret


@attrs.frozen
class Sending:
    """What is to be posted, what tells the copied fields from others, and when they were read, by two clocks."""

    document: Document = attrs.field(repr=False)
    copied: str
    read_at: datetime | None
    elapsed: float  # seconds since the call began

    def posted(self, terms: Terms) -> int | None:
        """Return the server's time in milliseconds since 1970; None if it does not tell."""
        if self.read_at is None:
            return None
        return int((self.read_at.timestamp() + terms.elapsed() - self.elapsed) * 1000)


def prepare(work: Work, secret: Secret) -> Flow[Sending | APIError]:
    """Make the new token's document of the old token as it is now."""
    reading = _operations.get_token(work.rotation.internal_id)
    found = yield from read(work.terms, work.rotation.internal_id)
    if found is None or found.document.get("createdOn") != work.rotation.created_on:
        message = f"The token {work.rotation.internal_id} was deleted meanwhile, so it cannot be rotated"
        return APIError(message, hint="Create a new one.", request=reading.line)
    now, at = server_time(found.answer.headers), work.terms.elapsed()
    return Sending(new_document(found.document, work.rotation, secret), digest(found.document), now, at)
