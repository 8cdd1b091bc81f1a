"""The command line, `wbv-mentor`: one module a subject, one line on standard error when it fails."""

from __future__ import annotations

import sys

import click

from wbv_mentor.cli.audit import audit
from wbv_mentor.cli.certificates import certificate
from wbv_mentor.cli.commands import NAMED_ERRORS, main_group
from wbv_mentor.cli.database import database
from wbv_mentor.cli.deadlines import deadline
from wbv_mentor.cli.demo import demo
from wbv_mentor.cli.funding import funding
from wbv_mentor.cli.jobs import jobs
from wbv_mentor.cli.people import user
from wbv_mentor.cli.server import serve
from wbv_mentor.cli.workflows import workflow

for command in (serve, demo, database, user, workflow, deadline, funding, jobs, certificate, audit):
    main_group.add_command(command)


def main() -> None:
    """Run a command; an expected failure is one line on standard error and exit status 1."""
    try:
        sys.exit(main_group.main(prog_name="wbv-mentor", standalone_mode=False))
    except click.ClickException as error:
        print(f"wbv-mentor: {error.format_message()}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit("wbv-mentor: aborted")
    except NAMED_ERRORS as error:
        sys.exit(f"wbv-mentor: {error}")
