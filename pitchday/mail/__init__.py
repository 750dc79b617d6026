"""Mail: a row in the outbox with the change it tells of, rendered and delivered later."""

from pitchday.mail.models import Mail, MailState
from pitchday.mail.services import Attachment, Letter, queue, queue_all

__all__ = ["Attachment", "Letter", "Mail", "MailState", "queue", "queue_all"]
