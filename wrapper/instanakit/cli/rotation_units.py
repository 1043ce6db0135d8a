"""Rotations of other tenant units than the one in use, of which a person is told: nothing here goes on with them."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from instanakit.cli.output import escape
from instanakit.cli.session import Session

if TYPE_CHECKING:
    from instanakit import Instana
    from instanakit.rotation.recorded import Recorded


def of_other_units(instana: "Instana") -> "Sequence[Recorded]":
    """Return the rotations of other tenant units that the journal knows."""
    from instanakit.rotation.api import place_of  # noqa: PLC0415 (only now is it loaded anyway)

    # The library shows a client those of its own unit alone: it could not go on with others.
    place = place_of(vars(instana)["_wire"])
    return [one for one in place.journal.list() if one.base_url != place.base_url]


def say_of_other_units(session: Session, instana: "Instana") -> None:
    """Say that rotations of other tenant units are in progress, which this client cannot go on with."""
    units = Counter(one.base_url for one in of_other_units(instana) if not one.is_over)
    for unit, number in sorted(units.items()):
        session.say(f"in progress on another tenant unit: {number}; see them with --base-url {escape(unit)}")
