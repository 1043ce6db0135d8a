"""instanakit tokens check: which tokens are dangerous, and why."""

import json
from pathlib import Path

import click

from instanakit.cli.exits import Exit
from instanakit.cli.options import command as make
from instanakit.cli.progress import progress
from instanakit.cli.session import Session

_SEVERITIES = ("low", "medium", "high", "critical")
_FILE = click.Path(path_type=Path)


@make("check", help="Find the tokens that are dangerous, and say why.", forms=("sarif", "markdown"))
@click.option("--policy", type=_FILE, metavar="FILE", help="What you set otherwise than the packaged policy.")
@click.option("--preset", type=click.Choice(("cis", "pci")), help="Begin with the thresholds of CIS or PCI DSS.")
@click.option("--baseline", type=_FILE, metavar="FILE", help="Tell what changed since it was saved.")
@click.option("--save-baseline", type=_FILE, metavar="FILE", help="Save what the tokens are now.")
@click.option("--html", type=_FILE, metavar="FILE", help="Write a page to look at, too.")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="End with status 3 if something is this bad or worse; what cannot be checked counts as bad as it may be.",
)
def command(
    session: Session,
    policy: Path | None,
    preset: str | None,
    baseline: Path | None,
    save_baseline: Path | None,
    html: Path | None,
    fail_on: str | None,
) -> None:
    """Check the tokens."""
    from attrs import evolve  # noqa: PLC0415 (only this command needs it)

    from instanakit.cli.checking import aside, shown  # noqa: PLC0415 (likewise)
    from instanakit.cli.files import read_json, refuse_unless_writable, write_private  # noqa: PLC0415 (likewise)
    from instanakit.cli.telling import told  # noqa: PLC0415 (likewise)
    from instanakit.hygiene import Baseline, Severity, default_policy, read_policy  # noqa: PLC0415 (likewise)

    session.task = "check the tokens"
    _refuse_to_replace(html, {"--policy": policy, "--baseline": baseline, "--save-baseline": save_baseline}, "--html")
    # The baseline that is compared with may be the one that is saved.
    _refuse_to_replace(save_baseline, {"--policy": policy}, "--save-baseline")
    for path in filter(None, (html, save_baseline)):
        refuse_unless_writable(session, path)
    with told(session.warnings, debug=session.debug):
        rules = default_policy(preset) if policy is None else read_policy(policy, preset=preset)
    rules = evolve(rules, file=None if policy is None else str(policy), preset=preset)
    known = None if baseline is None else Baseline.from_json(read_json(session, baseline))
    with session.client(session.task) as instana, progress(session, session.task):
        report = instana.tokens.check(policy=rules, baseline=known)
    shown(session, report)
    if html is not None:
        from instanakit.hygiene.page import page  # noqa: PLC0415 (only few want it)

        write_private(session, html, page(report))
        aside(session, f"wrote {html}")
    # Last, so that what changed is told again by the next check if this one did not come to its end.
    if save_baseline is not None:
        write_private(session, save_baseline, json.dumps(report.baseline().as_json(), indent=1) + "\n")
        aside(session, f"wrote {save_baseline}")
    if fail_on is not None and report.fails(Severity(fail_on)):
        raise click.exceptions.Exit(Exit.FINDINGS)


def _refuse_to_replace(path: Path | None, others: dict[str, Path | None], option: str) -> None:
    """Raise UsageError if an output is one of the other files."""
    from instanakit.cli.files import is_same  # noqa: PLC0415 (only this command needs it)

    for name, other in others.items():
        if path is not None and other is not None and is_same(path, other):
            message = f"{option} and {name} name one file"
            raise click.UsageError(message)
