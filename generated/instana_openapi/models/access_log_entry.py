from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.access_log_action import AccessLogAction
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.access_log_entry_meta import AccessLogEntryMeta


T = TypeVar("T", bound="AccessLogEntry")


@_attrs_define
class AccessLogEntry:
    """Somebody who came in, or tried to.

    Attributes:
        action (AccessLogAction | str): What happened. The set changes from release to release.
        email (str): The e-mail address of the person.
        full_name (str): The name of the person.
        tenant_id (str): The id of the tenant.
        tenant_unit_id (str | Unset): The id of the tenant unit.
        message (str | Unset): What happened, for people.
        timestamp (int | Unset): When it happened, in milliseconds since 1970.
        meta (AccessLogEntryMeta | Unset): Any further values, for instance `origin_ip`.
    """

    action: AccessLogAction | str
    email: str
    full_name: str
    tenant_id: str
    tenant_unit_id: str | Unset = UNSET
    message: str | Unset = UNSET
    timestamp: int | Unset = UNSET
    meta: AccessLogEntryMeta | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        action: str
        if isinstance(self.action, AccessLogAction):
            action = self.action.value
        else:
            action = self.action

        email = self.email

        full_name = self.full_name

        tenant_id = self.tenant_id

        tenant_unit_id = self.tenant_unit_id

        message = self.message

        timestamp = self.timestamp

        meta: dict[str, Any] | Unset = UNSET
        if not isinstance(self.meta, Unset):
            meta = self.meta.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "action": action,
                "email": email,
                "fullName": full_name,
                "tenantId": tenant_id,
            }
        )
        if tenant_unit_id is not UNSET:
            field_dict["tenantUnitId"] = tenant_unit_id
        if message is not UNSET:
            field_dict["message"] = message
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if meta is not UNSET:
            field_dict["meta"] = meta

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.access_log_entry_meta import AccessLogEntryMeta  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_action(data: object) -> AccessLogAction | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                action_type_0 = AccessLogAction(data)

                return action_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AccessLogAction | str, data)

        action = _parse_action(d.pop("action"))

        email = d.pop("email")

        full_name = d.pop("fullName")

        tenant_id = d.pop("tenantId")

        tenant_unit_id = d.pop("tenantUnitId", UNSET)

        message = d.pop("message", UNSET)

        timestamp = d.pop("timestamp", UNSET)

        _meta = d.pop("meta", UNSET)
        meta: AccessLogEntryMeta | Unset
        if isinstance(_meta, Unset):
            meta = UNSET
        else:
            meta = AccessLogEntryMeta.from_dict(_meta)

        access_log_entry = cls(
            action=action,
            email=email,
            full_name=full_name,
            tenant_id=tenant_id,
            tenant_unit_id=tenant_unit_id,
            message=message,
            timestamp=timestamp,
            meta=meta,
        )

        access_log_entry.additional_properties = d
        return access_log_entry

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
