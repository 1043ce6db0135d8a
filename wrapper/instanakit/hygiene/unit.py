"""What the rules over all tokens see beside them: rotations in progress, and the state that was saved."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from instanakit.hygiene.baseline import Baseline


@attrs.frozen(kw_only=True)
class Cutover:
    """A rotation in progress whose new secret is in use: since when, and until when the old token may still work."""

    rid: str
    internal_id: str
    new_internal_id: str
    since: datetime
    grace_ends_at: datetime


@attrs.frozen(kw_only=True)
class Unit:
    """The tenant unit, the server's time, the rotations in progress by their old tokens; None: they cannot be read."""

    base_url: str
    now: datetime
    cutovers: Mapping[str, Cutover] | None
    baseline: Baseline | None = None
    clock: str = "server"  # whose time it is; "local" if the server does not tell
