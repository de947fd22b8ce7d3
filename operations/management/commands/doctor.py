"""Check this installation: settings, database, wall, assets, PDFs, files, queue, workers, clock and mail server.

Prints a line for each check, and what to do where something is wrong. Ends with an error if a check failed; warnings
alone are no error. Sends nothing without --send-mail and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.words import count_words

from ...checks import CHECKS, Finding, Level
from ...checks.finding import failed
from ...checks.mail import send_trial


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
        parser.add_argument("--send-mail", metavar="ADDRESS", help="also send a trial email to this address")

    def handle(self, *args: Any, **options: Any) -> None:
        findings: list[Finding] = []
        for finding in _findings(options["send_mail"]):
            findings.append(finding)
            if not options["json"]:
                self.stdout.write(_line(finding))
        number = sum(finding.level is Level.FAILED for finding in findings)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not number, "checks": [_facts(each) for each in findings]}))
        if number:
            raise CommandError(f"{count_words(number, 'check')} failed.")


def _findings(address: str | None) -> Iterator[Finding]:
    """A check that breaks is a finding, and the others still run."""
    for check in CHECKS:
        name = check.__name__.removeprefix("check_")
        try:
            yield from check()
        except Exception as problem:  # whatever breaks here is what this command looks for
            yield failed(
                name, f"This check broke off: {type(problem).__name__}: {problem}", "Look at the lines above."
            )
    if address:
        yield send_trial(address)


def _line(finding: Finding) -> str:
    line = f"{finding.level:<8}{finding.name}: {finding.words}"
    return f"{line}\n        {finding.to_do}" if finding.to_do else line


def _facts(finding: Finding) -> dict[str, str]:
    return {
        "name": finding.name,
        "level": finding.level.value,
        "words": finding.words,
        "to_do": finding.to_do,
    }
