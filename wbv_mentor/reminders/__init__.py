"""What is due, for whom, and why: deadlines become mails, each exactly once."""

from wbv_mentor.reminders.owners import recipients_of, register_owner
from wbv_mentor.reminders.places import Place, register_missing, register_place

__all__ = ["Place", "recipients_of", "register_missing", "register_owner", "register_place"]
