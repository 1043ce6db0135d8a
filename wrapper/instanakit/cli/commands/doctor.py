"""instanakit doctor."""

from instanakit.cli.apart import settings_to_look_at
from instanakit.cli.doctor import Finding, Result, examine, failed
from instanakit.cli.exits import Exit, exit_of
from instanakit.cli.failure import Failure
from instanakit.cli.options import command as make
from instanakit.cli.output import Listing, Row
from instanakit.cli.progress import progress
from instanakit.cli.session import Session
from instanakit.errors import InstanaError

_FIELDS = ("check", "result", "seen", "next")
_TASK = "examine the tenant unit"


@make("doctor", help="Check what stands between here and the tenant unit, and say what to do about it.")
def command(session: Session) -> None:
    """Examine the connection, the credential and the tenant unit."""
    session.task = _TASK
    settings, refused = settings_to_look_at(session)
    options = settings.client_options()
    findings = [_settings(settings.base_url.origin, settings.credential.origin)]
    status = Exit.DONE
    if refused:
        _show(session, [*findings, failed("credential", refused)], exit_of(refused))
    with progress(session, _TASK) as tell:
        for found in examine(
            options, settings.internal_id.value, session.clock, lambda more: session.client(_TASK, **more)
        ):
            if isinstance(found, InstanaError):
                status = exit_of(found)
            else:
                findings.append(found)
                tell(found.check)
    _show(session, findings, status)


def _show(session: Session, findings: list[Finding], status: Exit) -> None:
    session.show(Listing("checks", [_row(one) for one in findings], _FIELDS, _FIELDS, chosen=True))
    _end(findings, status)


def _settings(base_url: str, credential: str) -> Finding:
    return Finding("settings", Result.FINE, f"base URL from {base_url}, credential from {credential}")


def _row(finding: Finding) -> Row:
    return {
        "check": finding.check,
        "result": str(finding.result),
        "seen": finding.seen,
        "next": finding.next_step or None,
    }


def _end(findings: list[Finding], status: Exit) -> None:
    broken = [finding.check for finding in findings if finding.result is Result.FAILED]
    warned = [finding.check for finding in findings if finding.result is Result.WARNING]
    if broken:
        why = f"failed: {', '.join(broken)}"
        raise Failure("something does not work", why, "The lines above say what to do.", status or Exit.ERROR)
    if warned:
        why = f"warnings: {', '.join(warned)}"
        raise Failure("something needs attention", why, "The lines above say what to do.", Exit.FINDINGS)
