"""Mail: a row in the outbox with the change it tells of, rendered and delivered later."""

from pitchday.mail.models import Mail, MailState
from pitchday.mail.services import queue

__all__ = ["Mail", "MailState", "queue"]
