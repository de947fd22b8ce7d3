"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

LOG_PHRASES = LogPhrases(
    {
        "reminders.started": "turned reminders on",
        "reminders.changed": "changed when reminders are sent",
        "reminders.stopped": "turned reminders off",
        "reminders.made": "made the reminders of the day",
        "reminders.links-ended": "ended the links in reminders to a former member",
        "reminder.accepted": "sent a reminder",
        "reminder.failed": "could not send a reminder",
        "reminder.uncertain": "may not have sent a reminder",
        "reminder.dropped": "dropped the reminders that waited when the database was restored",
        "reminder.put_off": "will try to send a reminder again",
    },
    steps=("reminder.claimed", "reminder.transmitting", "reminders.looked", "reminders.swept"),
    technical=frozenset({"looked_on", "next_look_at", "lease_until", "attempts", "message_id"}),
    of_several={
        "reminders.made": "made the reminders of the day",
        "reminders.links-ended": "ended the links in reminders to a former member",
    },
    needs=Permission.PEOPLE_MANAGE,
)
