"""The pattern that a policy has for names: a regular expression that does not take for ever, as far as can be told."""

import re
import warnings

from instanakit.hygiene.lines import Place
from instanakit.hygiene.policy_source import Source, example

EXAMPLE = "[a-z]+(-[a-z0-9]+)*"
# An escape or a set of characters: one thing, whatever is in it.
_ONE_THING = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ENDLESS = r"(?:[*+]|\{\d*,\})"
# A group of one endless thing alone, repeated endlessly. One that is possessive is never tried again.
_TWICE = re.compile(rf"\((?:\?:|\?P<\w+>)?[^()|]{_ENDLESS}\??\){_ENDLESS}(?!\+)", re.DOTALL)


def pattern(found: str, source: Source, place: Place) -> str:
    """Return a regular expression. Raises ConfigurationError for what is none, or repeats what is repeated."""
    try:
        with warnings.catch_warnings():
            # What a later Python may read otherwise.
            warnings.simplefilter("error", FutureWarning)
            re.compile(found)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        problem = f"is no regular expression: {error}"
        raise source.wrong(place, problem, example(place, EXAMPLE)) from None
    if _TWICE.search(_ONE_THING.sub("x", found)):
        problem = "repeats a group of nothing but what is repeated: a name could keep it busy for years"
        raise source.wrong(place, problem, "Repeat one of the two alone: (a+)+ is a+.")
    return found
