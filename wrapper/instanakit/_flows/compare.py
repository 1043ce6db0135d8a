"""What the server stored, compared with what it was sent, and whether a change widens or narrows access."""

from collections.abc import Iterable

from instanakit._answers import MASKED_FIELDS
from instanakit._flows.steps import Call, Flow, Note
from instanakit._operations import Document
from instanakit.models import Correction, Token
from instanakit.permissions import ALWAYS_FALSE, IMPLIED, is_limited_scope, is_permission
from instanakit.secret import MASK

# The server stored another secret than the one that was sent, or does not tell; neither is shown.
OTHER_SECRET = Correction(MASKED_FIELDS[0], MASK, MASK)
# Fields that the server sets or that it masks: a difference says nothing.
_NOT_COMPARED = frozenset({*MASKED_FIELDS, "createdBy", "createdOn", "lastUsedOn"})


def corrections(sent: Document, stored: Document) -> tuple[Correction, ...]:
    """Name each field that differs. A flag that is absent is one that is off, and null is as good as absent."""
    fields = [field for field in sent if field not in _NOT_COMPARED]
    fields += [field for field in stored if field not in sent and _is_flag(field)]
    return tuple(
        Correction(field, sent.get(field), stored.get(field))
        for field in fields
        if _effective(field, sent) != _effective(field, stored)
    )


def unexplained(found: Iterable[Correction], sent: Document) -> list[Correction]:
    """Return the corrections that no documented rule explains; see docs/api.md, 'What the server changes'."""
    implied = {name for flag, names in IMPLIED.items() if sent.get(flag) is True for name in names}
    return [
        correction
        for correction in found
        if not (correction.field in ALWAYS_FALSE and correction.stored is not True)
        and not (correction.field in implied and correction.stored is True)
    ]


def warn_of_corrections(token: Token, sent: Document, call: Call) -> Flow[None]:
    """Warn if the server stored something else than it was sent and no documented rule explains it."""
    fields = [correction.field for correction in unexplained(token.corrections, sent)]
    fields = [field for field in fields if field not in MASKED_FIELDS]
    if fields:
        text = f"the server stored something else than it was sent: {', '.join(fields)}"
        yield Note(f"{text}; see the token's corrections", call, warning=True)


def tell_of_access(before: Document, stored: Document, call: Call, *, surely: bool = True) -> Flow[None]:
    """Tell whether an update widened access (more permissions, fewer limits) or only narrowed it, or may have."""
    more, less = _wider(before, stored), _wider(stored, before)
    parts = [f"widens access ({', '.join(more)})"] if more else []
    parts += [f"narrows access ({', '.join(less)})"] if less else []
    if parts:
        perhaps = "" if surely else "perhaps, since nobody knows whether it was done: "
        yield Note(perhaps + " and ".join(parts), call, kind="widen" if more else "narrow")


def _wider(one: Document, other: Document) -> list[str]:
    """Name the flags by which the other document has access that the one has not."""
    flags = [field for field in {**one, **other} if _effective(field, one) != _effective(field, other)]
    return [field for field in flags if _is_flag(field) and (other.get(field) is True) == is_permission(field)]


def _is_flag(field: str) -> bool:
    return is_permission(field) or is_limited_scope(field)


def _effective(field: str, document: Document) -> object:
    value = document.get(field)
    return value is True if _is_flag(field) else value
