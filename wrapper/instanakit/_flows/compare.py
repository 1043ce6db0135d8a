"""What the server stored, compared with what it was sent."""

from instanakit._answers import MASKED_FIELDS
from instanakit._operations import Document
from instanakit.models import Correction
from instanakit.permissions import is_limited_scope, is_permission

# Fields that the server sets or that it masks: a difference says nothing.
_NOT_COMPARED = frozenset({*MASKED_FIELDS, "createdBy", "createdOn", "lastUsedOn"})


def corrections(sent: Document, stored: Document) -> tuple[Correction, ...]:
    """Name each field that differs. A flag that is absent is one that is off, and null is as good as absent."""
    fields = [field for field in sent if field not in _NOT_COMPARED]
    fields += [field for field in stored if field not in sent and (is_permission(field) or is_limited_scope(field))]
    return tuple(
        Correction(field, sent.get(field), stored.get(field))
        for field in fields
        if _effective(field, sent) != _effective(field, stored)
    )


def _effective(field: str, document: Document) -> object:
    value = document.get(field)
    if is_permission(field) or is_limited_scope(field):
        return value is True
    return value
