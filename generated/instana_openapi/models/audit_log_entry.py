from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.actor import Actor
    from ..models.audit_log_entry_meta import AuditLogEntryMeta


T = TypeVar("T", bound="AuditLogEntry")


@_attrs_define
class AuditLogEntry:
    """Something that was done.

    Attributes:
        id (str): The id of the entry.
        action (str): What was done, for instance `GET /api/settings`.
        message (str): The same for people.
        actor (Actor): Who did it.
        meta (AuditLogEntryMeta): Any further values, for instance `origin_ip`.
        timestamp (int | Unset): When it was done, in milliseconds since 1970.
    """

    id: str
    action: str
    message: str
    actor: Actor
    meta: AuditLogEntryMeta
    timestamp: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        action = self.action

        message = self.message

        actor = self.actor.to_dict()

        meta = self.meta.to_dict()

        timestamp = self.timestamp

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "action": action,
                "message": message,
                "actor": actor,
                "meta": meta,
            }
        )
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.actor import Actor  # noqa: PLC0415
        from ..models.audit_log_entry_meta import AuditLogEntryMeta  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        action = d.pop("action")

        message = d.pop("message")

        actor = Actor.from_dict(d.pop("actor"))

        meta = AuditLogEntryMeta.from_dict(d.pop("meta"))

        timestamp = d.pop("timestamp", UNSET)

        audit_log_entry = cls(
            id=id,
            action=action,
            message=message,
            actor=actor,
            meta=meta,
            timestamp=timestamp,
        )

        audit_log_entry.additional_properties = d
        return audit_log_entry

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
