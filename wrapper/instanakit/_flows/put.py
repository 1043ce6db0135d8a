"""Replace a token by a changed document: settle an answer that was lost by reading back, and see what became of it."""

import attrs

from instanakit import _answers
from instanakit._flows.compare import OTHER_SECRET, corrections, unexplained
from instanakit._flows.prove import authenticates
from instanakit._flows.send import ask
from instanakit._flows.steps import Call, Flow, Note, Terms
from instanakit._flows.write import Doubt, again, found_out, write
from instanakit._operations import Document, Request
from instanakit.errors import APIError, ConflictError, NotFoundError
from instanakit.models import Correction
from instanakit.secret import Secret

_AS_BEFORE = "as before, as far as can be seen"
_CORRECTED = (OTHER_SECRET,)


@attrs.frozen
class Put:
    """A token as it was read, as it is to be, and the requests that read and write it."""

    reading: Request
    writing: Request
    before: Document = attrs.field(repr=False)
    changed: Document = attrs.field(repr=False)
    secret: Secret | None

    def carry_out(self, terms: Terms) -> Flow[tuple[Document, int]]:
        """Return the document that is stored now, and the number of the attempt that stored it.

        Raises ConflictError if somebody else changed the token, or deleted it, meanwhile.
        """
        attempt, former = 1, None
        while True:
            reply = yield from write(terms, self.writing, attempt, former=former)
            if not isinstance(reply, Doubt):
                self._refuse_another(reply, "re-created by this update", attempt)
                return reply, attempt
            now = yield from self._read_back(terms, reply)
            if now is not None:
                return now, attempt
            attempt = yield from again(terms, reply, reply.settled(_AS_BEFORE))
            former = self._after_doubt

    def _after_doubt(self, error: APIError) -> APIError:
        return found_out(error, self.writing.internal_id, _AS_BEFORE)

    def _read_back(self, terms: Terms, doubt: Doubt) -> Flow[Document | None]:
        """Return the document if it is stored as it was sent; None if it is as before and can be sent again."""
        try:
            answer = yield from ask(terms, self.reading)
            now = _answers.token(answer, self.reading)
            self._refuse_another(now, "re-created", doubt.undone.attempts)
            done = yield from self._is_done(terms, now, doubt.undone.attempts)
        except (NotFoundError, ConflictError):
            raise
        except APIError as error:
            failure = doubt.unsettled_by(error)
        else:
            return now if done else None
        raise failure

    def _is_done(self, terms: Terms, now: Document, attempts: int) -> Flow[bool]:
        as_sent = not _surprises(self.changed, now)
        as_before = not corrections(self.before, now)
        if as_sent and as_before:
            # What the change consists of cannot be seen, so only the secret can tell; else sending again does no harm.
            return self.secret is not None and (yield from authenticates(terms, self.secret, pauses=()))
        if as_sent or as_before:
            return as_sent
        fields = ", ".join(correction.field for correction in _surprises(self.changed, now))
        message = f"{self._title} is neither as it was nor as it was sent, and the answer to PUT was lost: {fields}"
        hint = "Somebody else changed it, or the server corrected it: read the token again and decide anew."
        raise ConflictError(message, hint=hint, request=self.writing.line, attempts=attempts)

    def _refuse_another(self, now: Document, how: str, attempts: int) -> None:
        read, created = self.before.get("createdOn"), now.get("createdOn")
        if read is None or created is None or read == created:
            return
        message = f"{self._title} was deleted meanwhile and {how}: createdOn is not the one that was read"
        hint = "Nothing was deleted. Nobody may hold the new one's secret: read it, and decide whether it should stay."
        raise ConflictError(message, hint=hint, request=self.writing.line, attempts=attempts)

    @property
    def _title(self) -> str:
        return f"The token {self.writing.internal_id}"


def _surprises(sent: Document, stored: Document) -> list[Correction]:
    return unexplained(corrections(sent, stored), sent)


def secret_after(
    terms: Terms, changed: Document, stored: Document, secret: Secret | None, call: Call
) -> Flow[tuple[Secret | None, tuple[Correction, ...]]]:
    """Return the secret that the caller holds now, None without `secret=`; and the correction of what became of it."""
    shown = _answers.clear_secret(stored)
    if shown is not None:
        if _answers.clear_secret(changed) in {None, shown}:
            return secret, ()
        yield Note("the server stored another secret than the one that was sent", call, warning=True)
        return shown if secret is not None else None, _CORRECTED
    if secret is None:
        text = (
            "the secret was sent back as the mask that GET shows, and the answer shows a mask: whether the token kept "
            "its secret is undecided; check that what uses it still authenticates, or give secret= the next time"
        )
        yield Note(text, call, warning=True)
        return None, _CORRECTED
    try:
        if (yield from authenticates(terms, secret)):
            return secret, ()
        known, problem = None, "does not authenticate: keep the former one"
        if stored.get("expiresOn"):
            known, problem = (
                secret,
                "does not authenticate, which none does once the token is expired: keep both",
            )
    except APIError as error:
        known, problem = secret, f"could not be tried ({error.message})"
    yield Note(f"the answer masks the secret, and the one that was sent {problem}", call, warning=True)
    return known, _CORRECTED
