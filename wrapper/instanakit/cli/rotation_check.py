"""A rotation tried without being begun: the checks that the run makes, and what it would record."""

from typing import TYPE_CHECKING

from instanakit.cli.rotation_how import How

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit._wire import SyncWire
    from instanakit.models import Token
    from instanakit.rotation.recorded import Recorded
    from instanakit.sinks import Sink


def tried(instana: "Instana", token: "Token", sink: "Sink", how: How) -> "Recorded":
    """Return the plan of a rotation; one call reads the list. Raises InstanaError if it would be refused."""
    from instanakit._defaults import KEEP_LIFETIME  # noqa: PLC0415 (only a dry run needs these)
    from instanakit._wire import Options  # noqa: PLC0415 (likewise)
    from instanakit.rotation.api import place_of  # noqa: PLC0415 (likewise)
    from instanakit.rotation.planning import Wanted, plan  # noqa: PLC0415 (likewise)

    # The library shows no plan, since one is worth nothing a moment later.
    wire: SyncWire = vars(instana)["_wire"]
    wanted = Wanted(
        internal_id=token.internal_id,
        sink=sink,
        grace=how.grace,
        expires_at=how.expiry.get("expires_at", KEEP_LIFETIME),
        is_own=token.internal_id == how.own_id,
    )
    return wire.run(plan, Options(), place_of(wire), wanted)
