"""What differs between two documents, and where."""

from collections.abc import Iterable
from typing import Literal

import attrs

Kind = Literal["new", "gone", "changed"]


@attrs.frozen
class Difference:
    """One difference: `where` is an operation or a schema of ours, `what` a part of it; `ours`, `there` are texts."""

    kind: Kind
    where: str
    what: str
    ours: str | None = None
    there: str | None = None


@attrs.frozen(kw_only=True)
class Found:
    """What a comparison found: differences with the bodies and answers that have them, and flags to add."""

    differences: dict[Difference, list[str]] = attrs.field(factory=dict[Difference, list[str]])
    # Of each operation and schema: the bodies and answers in which it was compared.
    places: dict[str, list[str]] = attrs.field(factory=dict[str, list[str]])
    # Of a field: the bodies or answers that it is no part of, since only the server sets it.
    hidden: dict[tuple[str, str], list[str]] = attrs.field(factory=dict[tuple[str, str], list[str]])
    # Operations, parameters, bodies, answers and schemas that could not be compared, or not whole.
    lost: dict[str, None] = attrs.field(factory=dict[str, None])
    new_flags: dict[str, None] = attrs.field(factory=dict[str, None])

    def add(self, differences: Iterable[Difference], place: str) -> None:
        """Take over what a body or an answer has; what another one has too is there once."""
        for difference in differences:
            places = self.differences.setdefault(difference, [])
            if place not in places:
                places.append(place)

    def only(self, difference: Difference) -> list[str]:
        """Return the places that have the difference, if others of the same schema have not."""
        places = self.differences[difference]
        hidden = self.hidden.get((difference.where, difference.what), [])
        return places if {*places, *hidden} < set(self.places.get(difference.where, [])) else []
