"""One finding as the page shows it: the token, the evidence for people, the threshold, the remedy."""

import re

import attrs

from instanakit.hygiene.evidence import in_words
from instanakit.hygiene.finding import Finding
from instanakit.hygiene.page.markup import Html, element
from instanakit.hygiene.page.scene import Scene, name_of
from instanakit.hygiene.policy import Waiver
from instanakit.hygiene.severity import Outcome
from instanakit.hygiene.text import clipped

_LONGEST = 160
_LONGEST_COMMAND = 4000
_COMMAND = re.compile(r"instanakit [^;]+")
# What a shell takes as it is. A command with anything else in it is shown, and not offered to be copied.
_PLAIN = re.compile(r"[\w ,./:@=+-]+", re.ASCII)
_PLAIN_ID = re.compile(r"\w[\w.:-]*", re.ASCII)


@attrs.frozen
class Entry:
    """A finding, and the waiver that it is under."""

    finding: Finding
    waiver: Waiver | None = None


def entry(scene: Scene, one: Entry) -> Html:
    """Write a finding as an item of the list."""
    found = one.finding
    facts = [
        ("Evidence", in_words(found, scene.now)),
        ("Reason" if found.outcome is Outcome.CANNOT_CHECK else "Threshold", found.threshold),
    ]
    if one.waiver is not None:
        waiver = one.waiver
        facts.append(("Waived", f"until {waiver.until} by {waiver.approver}: {waiver.reason}"))
    return element(
        "li",
        _who(found),
        element("dl", *(element("div", element("dt", name), element("dd", said)) for name, said in facts if said)),
        element("p", *_remedy(found), class_="remedy"),
    )


def _who(found: Finding) -> Html:
    if found.internal_id is None:
        return element("div", element("b", "The tenant unit"), class_="who")
    return element(
        "div",
        element("b", element("bdi", name_of(found.name, None))),
        Html(" "),
        element("code", clipped(found.internal_id, _LONGEST)),
        class_="who",
    )


def _remedy(found: Finding) -> list[str]:
    remedy = clipped(found.remedy, _LONGEST_COMMAND)
    command = _COMMAND.search(remedy)
    if command is None:
        return [remedy]
    is_whole = "{internal_id}" not in found.rule.remedy or _PLAIN_ID.fullmatch(found.internal_id or "")
    pieces = re.split("(?<=,)", command[0])
    content = [piece for one in pieces for piece in (one, Html("<wbr>"))]
    code = element("code", *content[:-1], class_="command" if is_whole and _PLAIN.fullmatch(command[0]) else None)
    return [remedy[: command.start()], code, remedy[command.end() :]]
