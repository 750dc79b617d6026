"""Mail to founders about their startup."""

from __future__ import annotations

from datetime import timedelta

from pitchday import mail
from pitchday.accounts.services import make_link
from pitchday.startups.enums import JoinState
from pitchday.startups.models import JoinRequest, MemberInvitation
from pitchday.web.urls import absolute


def invited(invitation: MemberInvitation, *, valid_for: timedelta) -> None:
    """Ask somebody to become a member, with a one-time link to the page on which they answer."""
    link = make_link(
        email=invitation.email,
        name=invitation.name,
        next_url=f"/startups/invitations/{invitation.uid}",
        valid_for=valid_for,
    )
    mail.queue(
        "startup_invitation",
        to=(invitation.name, invitation.email),
        about=f"startup_invitation:{invitation.uid}:{invitation.sent_at:%Y-%m-%dT%H:%M}",
        values={
            "startup_name": invitation.startup.name,
            "invited_by": invitation.by.name,
            "secret_link": link,
            "link_days": valid_for.days,
        },
    )


def asked_to_join(request: JoinRequest) -> None:
    """Tell every member who asks, with the page on which they answer."""
    mail.queue_all(
        mail.Letter(
            "startup_join_request",
            (member.person.name, member.person.email),
            f"startup_join_request:{request.uid}",
            {
                "startup_name": request.startup.name,
                "asked_by": request.person.name,
                "asked_by_email": request.person.email,
                "message": request.message,
                "url": absolute("startups.members", startup_slug=request.startup.slug),
            },
        )
        for member in request.startup.members
    )


def answered_request(request: JoinRequest) -> None:
    """Tell whoever asked. Of a startup that is not public a mail that declines says no name: they may not know it."""
    accepted = request.state is JoinState.ACCEPTED
    mail.queue(
        "startup_join_request_answered",
        to=(request.person.name, request.person.email),
        about=f"startup_join_request:{request.uid}",
        values={
            "accepted": accepted,
            "startup_name": request.startup.name if accepted or request.startup.listed else "",
            "url": absolute("startups.show", startup_slug=request.startup.slug) if accepted else "",
        },
    )
