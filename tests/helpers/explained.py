"""Mutants that make no difference, each with the reason: what a hand-kept file says of those that no test can kill."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from helpers.mutants import Mutant


@attrs.frozen
class Explanation:
    """Why mutants make no difference: those of a change (`change`), or of all that fit a pattern (`like`)."""

    reason: str
    module: str = ""
    function: str = ""
    change: str = ""
    like: str = ""

    def fits(self, mutant: Mutant) -> bool:
        """Tell whether a mutant is one of them."""
        return (
            self.module in {"", mutant.module}
            and self.function in {"", mutant.function}
            and (mutant.change == self.change if self.change else bool(re.fullmatch(self.like, mutant.change)))
        )


def explanations(file: Path) -> list[Explanation]:
    """Read the file of them."""
    return [Explanation(**entry) for entry in tomllib.loads(file.read_text())["explained"]]


def explained(mutants: Iterable[Mutant], known: Sequence[Explanation]) -> dict[Mutant, str]:
    """Return the reasons of those survivors that have one. What no test has tried cannot be explained."""
    survivors = [mutant for mutant in mutants if mutant.status == "survived"]
    return {mutant: entry.reason for mutant in survivors for entry in known if entry.fits(mutant)}


def superfluous(mutants: Iterable[Mutant], known: Sequence[Explanation]) -> list[str]:
    """Return the changes that are explained, and which no survivor of these modules has."""
    mutants = list(mutants)
    modules = {mutant.module for mutant in mutants}
    return [
        f"{entry.module} {entry.function}: {entry.change or entry.like}"
        for entry in known
        if entry.module in modules and not any(one.status == "survived" and entry.fits(one) for one in mutants)
    ]
