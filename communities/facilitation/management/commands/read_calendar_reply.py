"""Take an answer that a calendar sent by e-mail: for the pipe of a mail server."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from communities.facilitation.replies import MOST_BYTES, NoReplyError
from communities.facilitation.services.answers import take_calendar_reply


class Command(BaseCommand):
    """Says in one line what was done; what is no reply is no fault, so that no mail bounces."""

    help = "Read one e-mail on standard input and keep the answer to an invitation that is in it."

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            self.stdout.write(take_calendar_reply(raw))
        except NoReplyError as reason:
            self.stdout.write(f"nothing done: {reason}")
        except OperationalError as fault:
            # The mail server keeps the e-mail and tries again.
            raise CommandError("The database is away.", returncode=os.EX_TEMPFAIL) from fault
