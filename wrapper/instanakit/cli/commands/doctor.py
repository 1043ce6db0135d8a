"""instanakit doctor."""

from datetime import UTC, datetime

from instanakit.cli.doctor import Finding, Result, examine
from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.options import command as make
from instanakit.cli.output import Listing, Row
from instanakit.cli.progress import progress
from instanakit.cli.session import Failure, Session
from instanakit.errors import InstanaError

_FIELDS = ("check", "result", "seen", "next")


@make("doctor", help="Check what stands between here and the tenant unit, and say what to do about it.")
def command(session: Session) -> None:
    """Examine the connection, the credential and the tenant unit."""
    from instanakit import Instana  # noqa: PLC0415 (help needs no client)

    session.task = "reach the tenant unit"
    settings = session.settings
    options, own_id = settings.client_options(), settings.internal_id.value
    findings = [
        Finding(
            "settings",
            Result.FINE,
            f"base URL from {settings.base_url.origin}, credential from {settings.credential.origin}",
        )
    ]
    status = Exit.DONE
    with progress(session, "examining") as tell:
        for found in examine(options, own_id, lambda: datetime.now(UTC), lambda given: Instana(**given)):
            if isinstance(found, InstanaError):
                status = exit_of(found)
            else:
                findings.append(found)
                tell(found.check)
    session.show(Listing("checks", [_row(one) for one in findings], _FIELDS, _FIELDS, chosen=True))
    _end(findings, status)


def _row(finding: Finding) -> Row:
    return {
        "check": finding.check,
        "result": str(finding.result),
        "seen": finding.seen,
        "next": finding.next_step or None,
    }


def _end(findings: list[Finding], status: Exit) -> None:
    failed = [finding.check for finding in findings if finding.result is Result.FAILED]
    warned = [finding.check for finding in findings if finding.result is Result.WARNING]
    if failed:
        why = f"failed: {', '.join(failed)}"
        raise Failure("the doctor is not content", why, "The output says what to do.", status or Exit.ERROR)
    if warned:
        why = f"warnings: {', '.join(warned)}"
        raise Failure("the doctor is not quite content", why, "The output says what to do.", Exit.FINDINGS)
