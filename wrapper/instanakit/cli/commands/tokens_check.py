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
    from instanakit.cli.checking import shown  # noqa: PLC0415 (only this command needs it)
    from instanakit.cli.files import read_json, write_private  # noqa: PLC0415 (likewise)
    from instanakit.hygiene import Baseline, Severity, default_policy, read_policy  # noqa: PLC0415 (likewise)

    session.task = "check the tokens"
    if html is not None and html == save_baseline:
        message = "--html and --save-baseline name one file"
        raise click.UsageError(message)
    rules = default_policy(preset) if policy is None else read_policy(policy, preset=preset)
    known = None if baseline is None else Baseline.from_json(read_json(session, baseline))
    with session.client(session.task) as instana, progress(session, session.task):
        report = instana.tokens.check(policy=rules, baseline=known)
    shown(session, report)
    if save_baseline is not None:
        write_private(session, save_baseline, json.dumps(report.baseline().as_json(), indent=1) + "\n")
    if html is not None:
        from instanakit.hygiene.page import page  # noqa: PLC0415 (only few want it)

        write_private(session, html, page(report))
    if fail_on is not None and report.fails(Severity(fail_on)):
        raise click.exceptions.Exit(Exit.FINDINGS)
