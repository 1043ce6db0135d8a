"""Change one thing in the flows, the errors and the rotation, again and again, and see whether a test notices.

Run by `make mutation`. mutmut makes the mutants, on a temporary copy. What survives and makes no difference is explained
in mutation_explained.toml. mutmut changes the bodies of functions: not what modules and classes do as they are imported,
and not functions with decorators, properties among them.
"""

import argparse
import ast
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.explained import Explanation, explained, explanations, superfluous
from helpers.mutants import Copy, Mutant, figures
from helpers.verdicts import RESULTS, Verdict, conclude, keep

GOAL = 90  # per cent; what is explained is not counted as killed
SOURCE = Path(__file__).parents[2] / "wrapper" / "instanakit"
EXPLAINED = Path(__file__).with_name("mutation_explained.toml")


@attrs.frozen
class Group:
    """Modules, and the quick tests that concern them. Each flow is one code for both colours, so one colour is run."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()  # tests that are slow, that start processes, or that look at the code itself
    colours: str = "not async"

    @property
    def files(self) -> list[str]:
        """The modules, where their names are patterns too."""
        return [file.relative_to(SOURCE).as_posix() for pattern in self.modules for file in SOURCE.glob(pattern)]

    @property
    def selection(self) -> list[str]:
        """The arguments of pytest."""
        deselected = [f"--deselect=tests/{test}" for test in self.without]
        return [*(f"tests/{test}" for test in self.tests), *deselected, "-k", self.colours]


def rotation(*names: str) -> tuple[str, ...]:
    """Name modules of the rotation."""
    return tuple(f"rotation/{name}.py" for name in names)


def tests_of_rotation(*topics: str) -> tuple[str, ...]:
    """Name files of its tests. Those that kill it at each point are slow, and left out."""
    return tuple(f"rotation/test_{topic}.py" for topic in topics)


SLOW = (
    "test_wire.py::test_no_more_than_50_requests_are_under_way_at_once_and_the_others_wait_within_their_deadline",
    "test_wire.py::test_a_bomb_is_never_all_in_memory",
    "test_wire.py::test_a_server_that_never_answers_is_given_up_at_the_deadline",
    "test_wire.py::test_a_write_that_a_silent_handshake_kept_from_being_sent_was_not_done",
)
OWN_KILLED = "rotation/test_own.py::test_killed_before_any_step_it_is_resumed_with_what_the_sink_holds"
WHOLE_KILLED = (
    "rotation/test_whole.py::test_killed_before_any_step_it_is_resumed_to_its_end",
    "rotation/test_whole.py::test_killed_before_any_step_it_is_rolled_back_unless_it_is_about_to_delete",
)
ROLLBACK_KILLED = "rotation/test_rollback.py::test_a_rollback_that_was_killed_before_any_step_is_called_again"
CHECKED = "hygiene/test_check.py::test_a_rotation_in_progress_is_known_from_the_journal"
ROWS = "rotation/test_journal.py::test_each_change_of_a_state_is_one_row"
LISTED = "rotation/test_rollback.py::test_a_rotation_is_listed_on_its_own_unit_alone_and_the_oldest_first"
OVERTAKEN = "rotation/test_restored.py::test_what_another_call_has_gone_on_with_is_not_gone_on_with_here"
FLOWS = ("answers", "create", "delete", "errors", "logs", "prove", "tokens", "unknown", "update", "wire")
GROUPS = {
    "errors": Group(
        ("errors.py", "retry.py", "_answers/failures.py", "_answers/headers.py"),
        (
            "test_errors.py",
            "test_retry.py",
            "test_answers.py",
            "test_logs.py",
            "test_update.py",
            "test_wire.py",
            "test_client.py",
        ),
        SLOW,
    ),
    "flows": Group(
        ("_flows/*.py",),
        (*(f"test_{topic}.py" for topic in FLOWS), "rotation/test_posts.py"),
        SLOW,
    ),
    "planning": Group(
        rotation("overlap", "plan", "planning", "refuse"),
        (
            *tests_of_rotation("journal", "late", "made", "overlap", "own", "passing", "plan", "refuse", "two"),
            OVERTAKEN,
        ),
        (OWN_KILLED,),
    ),
    "journal": Group(
        rotation("journal", "journal_file", "local", "lock", "private", "recorded", "rotation", "state", "unusable"),
        (*tests_of_rotation("journal", "journal_damage", "journal_file", "journal_place", "lock"), OVERTAKEN),
        (
            "rotation/test_journal_file.py::test_of_two_processes_one_begins",
            "rotation/test_lock.py::test_a_rotation_that_another_process_works_on_is_refused_until_that_is_gone",
        ),
    ),
    "making": Group(
        rotation("making", "sending"), tests_of_rotation("forward", "late", "made", "passing", "posts", "refuse", "two")
    ),
    "handover": Group(
        rotation("api", "handover", "own", "work"),
        (*tests_of_rotation("forward", "late", "made", "own", "passing", "two", "work"), LISTED, CHECKED),
        (OWN_KILLED,),
        f"not async or {LISTED.rpartition('::')[2]}",  # each colour has its class there
    ),
    "going-on": Group(
        rotation("flows"),
        (*tests_of_rotation("late", "own", "passing", "restored", "rollback", "two", "whole"), ROWS),
        (OWN_KILLED, *WHOLE_KILLED, ROLLBACK_KILLED),
    ),
    "retiring": Group(
        rotation("backward", "copied", "retire"),
        tests_of_rotation("copied", "grace", "late", "made", "own", "passing", "refuse", "rollback"),
        (OWN_KILLED, ROLLBACK_KILLED),
    ),
}


def tried(group: Group, folder: Path, children: int) -> list[Mutant]:
    """Try a group's mutants. What was too slow, or could not be run, is run once more, alone.

    In a folder that was used before, those that survived then are tried again, since there may be other tests now.
    """
    copy = Copy(folder, group.modules, group.selection)
    before = {mutant.name for mutant in copy.mutants() if mutant.status in {"survived", "no tests"}}
    copy.lay_out()
    copy.run(children)
    survivors = [mutant.name for mutant in copy.mutants() if mutant.name in before and not mutant.is_killed]
    if survivors:
        copy.run(children, survivors)
    again = [mutant.name for mutant in copy.mutants() if mutant.status not in {"killed", "survived", "no tests"}]
    if again:
        copy.run(1, again)
    return copy.mutants()


def shown(mutant: Mutant) -> dict[str, str]:
    """Say of a survivor what somebody needs who wants to kill it."""
    return {name: getattr(mutant, name) for name in ("module", "function", "status", "change", "diff")}


def sources(modules: Iterable[str]) -> dict[str, str]:
    """Return what tells each module, as it is now, from what it was and will be."""
    files = {module: SOURCE / module for module in modules}
    return {module: sha256(file.read_bytes()).hexdigest()[:16] for module, file in files.items() if file.is_file()}


def kept() -> dict[str, Any]:
    """Return what was found before about the modules that are still as they were then."""
    results = RESULTS / "mutation.json"
    nothing: dict[str, Any] = {"modules": {}, "sources": {}, "explained": [], "survivors": []}
    before = json.loads(results.read_text()) if results.is_file() else nothing
    same = {module: now for module, now in sources(before["modules"]).items() if now == before["sources"].get(module)}
    return {
        "modules": {module: before["modules"][module] for module in same},
        "sources": same,
        **{name: [one for one in before[name] if one["module"] in same] for name in ("explained", "survivors")},
    }


def put_in(found: dict[str, Any], mutants: list[Mutant], known: list[Explanation], tried: dict[str, str]) -> None:
    """Put what became of these mutants in the place of what was found about their modules before."""
    reasons = explained(mutants, known)
    modules = figures(mutants, reasons)
    for name in ("explained", "survivors"):
        found[name] = [one for one in found[name] if one["module"] not in modules]
    found["modules"] = dict(sorted((found["modules"] | modules).items()))
    found["sources"] = {module: (found["sources"] | tried)[module] for module in found["modules"]}
    counted = Counter((mutant.module, reason) for mutant, reason in reasons.items())
    found["explained"] += [{"module": m, "reason": reason, "mutants": n} for (m, reason), n in counted.items()]
    found["survivors"] += [shown(mutant) for mutant in mutants if not mutant.is_killed and mutant not in reasons]


def not_tried(modules: dict[str, Any]) -> list[str]:
    """Name the modules of all groups that have functions to change, and of which nothing is known as they are now."""
    return sorted(
        {
            module
            for group in GROUPS.values()
            for module in group.files
            if module not in modules
            and any(
                isinstance(node, ast.FunctionDef) and not node.decorator_list
                for node in ast.walk(ast.parse((SOURCE / module).read_text()))
            )
        }
    )


def report(found: dict[str, Any], unneeded: list[str]) -> int:
    """Print what was found, keep it, and say whether it is what is wanted."""
    for survivor in found["survivors"]:
        print(f"\n{survivor['module']} {survivor['function']}: {survivor['status']}\n{survivor['diff']}")
    for module, counts in found["modules"].items():
        print(f"{module:24}", ", ".join(f"{count} {word}" for word, count in counts.items()))
    made, killed = (sum(counts[word] for counts in found["modules"].values()) for word in ("mutants", "killed"))
    score, left = round(100 * killed / made, 1), len(found["survivors"])
    missing = not_tried(found["modules"])
    verdicts = [
        Verdict("each module is tried", ", ".join(missing) + " are not" if missing else "each", not missing),
        Verdict("each mutant is killed, or its survival explained", f"{left} of {made} are not", not left),
        Verdict("each explanation is of a survivor", "; ".join(unneeded) or "each", not unneeded),
        Verdict(f"{GOAL} % of the mutants are killed", f"{killed} of {made}: {score} %", score >= GOAL),
    ]
    keep("mutation", verdicts, score=score, not_tried=missing, **found)
    return conclude(verdicts)


def main() -> int:
    """Try the mutants of the groups that are asked for. What is known of other modules stays as it was."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=GROUPS, action="append", help="this group of modules; can be repeated")
    parser.add_argument("--children", type=int, default=2, help="how many processes at once (2)")
    parser.add_argument("--folder", type=Path, help="keep the copies here, and go on from there the next time")
    options = parser.parse_args()
    found, known, unneeded = kept(), explanations(EXPLAINED), []
    with tempfile.TemporaryDirectory() as made:
        for name in options.only or GROUPS:
            folder = (options.folder or Path(made)).absolute() / name
            folder.mkdir(parents=True, exist_ok=True)
            print(f"{name}: {', '.join(GROUPS[name].modules)}", flush=True)
            before = sources(GROUPS[name].files)
            mutants = tried(GROUPS[name], folder, options.children)
            put_in(found, mutants, known, before)
            unneeded += superfluous(mutants, known)
    return report(found, unneeded)


if __name__ == "__main__":
    sys.exit(main())
