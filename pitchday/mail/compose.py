"""From a row of the outbox to a message: subject and text from templates, a calendar part where one belongs."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from flask import current_app

from pitchday.formats import ical
from pitchday.mail.models import Mail


def compose(mail: Mail) -> EmailMessage:
    """The message as it goes out; the same row always gives the same bytes."""
    config = current_app.config
    environment = current_app.jinja_env
    values = {**mail.values, "name": mail.to_name, "base_url": config["BASE_URL"]}
    subject = environment.get_template(f"mail/{mail.template}/subject.txt").render(values)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = mail.message_id
    message["Date"] = mail.created_at
    message["From"] = _address(config["MAIL_FROM_NAME"], config["MAIL_FROM"])
    message["To"] = _address(mail.to_name, mail.to_address)
    message["Subject"] = " ".join(subject.split())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(environment.get_template(f"mail/{mail.template}/body.txt").render(values).strip() + "\n")
    if mail.values.get("calendar"):
        _attach_calendar(message, mail, mail.values["calendar"])
    return message


def _address(name: str, address: str) -> Address:
    # A line break in a name would end the header; Address quotes everything else.
    return Address(" ".join(name.split()), addr_spec=address)


def _attach_calendar(message: EmailMessage, mail: Mail, values: dict[str, Any]) -> None:
    """Outlook shows its buttons only when METHOD stands in the media type as well as in the calendar."""
    entry = ical.Entry(
        uid=values["uid"],
        starts_at=datetime.fromisoformat(values["starts_at"]),
        ends_at=datetime.fromisoformat(values["ends_at"]),
        summary=values["summary"],
        description=values.get("description", ""),
        location=values.get("location", ""),
        url=values.get("url", ""),
        sequence=values["sequence"],
        changed_at=mail.created_at,
    )
    method = values["method"]
    data = ical.invitation(
        entry,
        method=method,
        organiser=ical.Mailbox(current_app.config["MAIL_FROM_NAME"], current_app.config["MAIL_FROM"]),
        attendee=ical.Mailbox(mail.to_name, mail.to_address),
    )
    message.add_alternative(
        data.decode(), subtype="calendar", params={"method": method, "name": "meeting.ics"}, cte="base64"
    )
    # By itself the line between the parts would be drawn at random each time.
    message.set_boundary(f"=_{mail.message_id.strip('<>').partition('@')[0]}")
