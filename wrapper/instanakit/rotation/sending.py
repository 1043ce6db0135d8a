"""What is posted for the new token: the old one as it is now, under the new id, name and secret."""

from datetime import datetime

import attrs

from instanakit import _operations
from instanakit._answers.headers import server_time
from instanakit._flows import Flow, Terms
from instanakit._operations import Document
from instanakit.errors import APIError, ConfigurationError, InstanaError
from instanakit.rotation.copied import digest
from instanakit.rotation.plan import check_lasts, new_document
from instanakit.rotation.work import Work, read, time_of
from instanakit.secret import Secret


@attrs.frozen
class Sending:
    """What is to be posted, what tells the copied fields from others, and when they were read, by two clocks."""

    document: Document = attrs.field(repr=False)
    copied: str
    expires_on: int | None
    read_at: datetime | None
    elapsed: float  # seconds since the call began

    def posted(self, terms: Terms) -> int | None:
        """Return the server's time in milliseconds since 1970; None if it does not tell."""
        if self.read_at is None:
            return None
        return int((self.read_at.timestamp() + terms.elapsed() - self.elapsed) * 1000)


def prepare(work: Work, secret: Secret) -> Flow[Sending | InstanaError]:
    """Make the new token's document of the old token as it is now; the error if that cannot become its successor."""
    rotation = work.rotation
    reading = _operations.get_token(rotation.internal_id)
    found = yield from read(work.terms, rotation.internal_id)
    if found is None or found.document.get("createdOn") != rotation.created_on or found.token.name != rotation.name:
        how = "renamed" if found is not None and found.token.name != rotation.name else "deleted"
        message = f"The token {rotation.internal_id} was {how} meanwhile, so it cannot be rotated"
        hint = "Rotate it anew." if how == "renamed" else "Create a new one."
        return APIError(message, hint=hint, request=reading.line)
    now = time_of(work.terms, found.answer)
    expires_on = rotation.expires_on
    if rotation.lifetime is not None:
        expires_on = int(now.timestamp() * 1000) + rotation.lifetime
    try:
        check_lasts(expires_on, rotation.grace, now)
    except ConfigurationError as error:
        return error
    document = new_document(found.document, attrs.evolve(rotation, expires_on=expires_on), secret)
    told = server_time(found.answer.headers)
    return Sending(document, digest(found.document), expires_on, told, work.terms.elapsed())
