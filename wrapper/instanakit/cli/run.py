"""Run the command line: catch what ends a command, say it, and return the exit status."""

import logging
import os
import sys
from collections.abc import Sequence

import click

from instanakit.cli.app import root
from instanakit.cli.exits import Exit
from instanakit.cli.failures import told
from instanakit.cli.session import Session, Warnings
from instanakit.errors import InstanaError

PROGRAM = "instanakit"


def run(arguments: Sequence[str], session: Session | None = None) -> int:
    """Run a command and return its exit status."""
    session = session or Session()
    logger, warned = logging.getLogger("instanakit"), Warnings(session)
    logger.addHandler(warned)
    try:
        status = root.main(list(arguments), PROGRAM, standalone_mode=False, obj=session)
        return int(status or Exit.DONE)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.stderr.write("\ninterrupted\n")
        return Exit.INTERRUPTED
    except (click.ClickException, InstanaError) as error:
        return told(error, session)
    except BrokenPipeError:
        # Whoever read the output has gone, as `head` does; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.ERROR
    except OSError as error:
        return told(error, session)
    finally:
        logger.removeHandler(warned)
        if session.form == "table":
            for warning in session.warnings:
                sys.stderr.write(f"warning: {warning}\n")
