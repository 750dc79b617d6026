"""From a row of the outbox to a message: subject and text from templates, what belongs with it beside them."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from flask import current_app
from jinja2 import Environment, Template, TemplateNotFound

from pitchday.files.services import read
from pitchday.formats import ical
from pitchday.mail.models import Mail


def compose(mail: Mail) -> EmailMessage:
    """The message as it goes out; the same row always gives the same bytes. A template may have an HTML twin."""
    config = current_app.config
    environment = current_app.jinja_env
    values = {**mail.values, "name": mail.to_name, "base_url": config["BASE_URL"], "attached": mail.attachment_name}
    folder = f"mail/{mail.template}"
    subject = environment.get_template(f"{folder}/subject.txt").render(values)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = mail.message_id
    message["Date"] = mail.created_at
    message["From"] = _address(config["MAIL_FROM_NAME"], config["MAIL_FROM"])
    message["To"] = _address(mail.to_name, mail.to_address)
    message["Subject"] = " ".join(subject.split())
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(environment.get_template(f"{folder}/body.txt").render(values).strip() + "\n")
    html = _template(environment, f"{folder}/body.html")
    if html is not None:
        message.add_alternative(html.render(values), subtype="html")
    if mail.values.get("calendar"):
        _attach_calendar(message, mail, mail.values["calendar"])
    if mail.attached is not None:
        data = read(mail.attached.sha256)
        message.add_attachment(data, "application", "pdf", filename=mail.attachment_name)
    # By themselves the lines between the parts would be drawn at random each time.
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{mail.message_id.strip('<>').partition('@')[0]}_{number}")
    return message


def _template(environment: Environment, name: str) -> Template | None:
    try:
        return environment.get_template(name)
    except TemplateNotFound:
        return None


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
