"""The rotation of the token in use: what the question says of it, and what has to be set afterwards."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from instanakit.cli.output import Row
from instanakit.cli.rotation_how import How
from instanakit.cli.rotation_rows import FAILED
from instanakit.cli.session import Session

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.sinks import Sink


def successor(instana: "Instana", internal_id: str | None) -> str | None:
    """Return what the rotations of this machine have made of a token: the settings may name one that was replaced."""
    rotations = [] if internal_id is None else instana.rotations.list()
    done = {one.internal_id: one.new_internal_id for one in rotations if one.state == "DONE"}
    while internal_id in done:
        internal_id = done.pop(internal_id)
    return internal_id


def danger(session: Session, sinks: "Mapping[str, Sink]", how: How) -> str:
    """Say that the credential stops to work at once, if the new secret goes elsewhere than where it is read from."""
    sink = None if how.grace or how.own_id is None else sinks.get(how.own_id)
    if sink is None or _is_read_from(session, sink.spec):
        return ""
    return (
        f"The token in use, {how.own_id}, is among them: what {_source(session)} gives stops to work at once, and no "
        f"command works before it gives what is then in {sink.spec}."
    )


def warn(session: Session, rows: Sequence[Row], how: How) -> None:
    """Say what to set, if the token in use was replaced."""
    for row in rows:
        if row["internal_id"] == how.own_id and row["new_internal_id"] and row["state"] not in {FAILED, "ROLLED_BACK"}:
            session.warnings.append(f"the token in use was replaced: {_what_to_set(session, row)}")


def _what_to_set(session: Session, row: Row) -> str:
    known, spec = session.settings.internal_id, row["sink"]
    steps = []
    if known.value is not None:
        steps.append(f"in {known.origin} set internal_id to {row['new_internal_id']}")
    if row["state"] == "DONE" and not _is_read_from(session, spec):
        steps.append(f"let {_source(session)} give what is in {spec}, since the secret that it had works no more")
    else:
        steps.append(f"read its secret from {spec}")
    return ", and ".join(steps)


def _source(session: Session) -> str:
    """Say where the credential is."""
    credential = session.settings.credential
    where = str(credential.value.describe())
    return where if credential.origin in where else f"{where} ({credential.origin})"


def _is_read_from(session: Session, spec: str) -> bool:
    """Tell whether a sink is surely where the credential is read from; of a variable or a program nobody knows."""
    from instanakit.profiles.sources import File, KeyringEntry  # noqa: PLC0415 (the settings have loaded it)
    from instanakit.sinks import parse_sink  # noqa: PLC0415 (as the sinks have)

    source = session.settings.credential.value
    if isinstance(source, File):
        return spec == parse_sink(f"file:{source.path}").spec
    return isinstance(source, KeyringEntry) and spec == f"keyring:{source.service}/{source.name}"
