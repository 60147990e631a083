"""What must be done now and then; the server beside its worker does it by itself each hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from communities.facilitation.services.calendar_letters import attend_to_calendars
from communities.facilitation.services.commitments import attend_to_commitments
from communities.facilitation.services.days import attend_to_days
from communities.facilitation.services.guests import forget_guests
from communities.facilitation.services.reminders import attend_to_minutes
from communities.live.services import forget_access_changes
from forums.chat.services.retention import forget_old_messages
from resources.library.services.reminders import remind_of_reviews
from resources.search.indexing import look_through_index
from resources.search.saving import look_into_saved_searches


class Command(BaseCommand):
    """Where several servers run, let one cron job call it; twice at once does no harm."""

    help = "Forget what is not kept, write about sessions, keep the index, ask saved searches, remind of what waits."

    def handle(self, *args: Any, **options: Any) -> None:
        messages, signals = forget_old_messages(), forget_access_changes()
        forget_guests(timezone.now())
        attend_to_days()
        attend_to_calendars(timezone.now())
        look_through_index()
        look_into_saved_searches()
        remind_of_reviews()
        attend_to_minutes(timezone.now())
        attend_to_commitments(timezone.now())
        if options["verbosity"] > 1:
            self.stdout.write(f"{messages} messages, {signals} signals forgotten")
