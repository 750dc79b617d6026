"""Headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What nobody has declared public is private: no shared cache may keep it.
PRIVATE = "private, no-store"


def init_app(app: Flask) -> None:
    wanted = {**HEADERS, "Cache-Control": PRIVATE}
    if app.config["SESSION_COOKIE_SECURE"]:
        wanted["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    # By lower-case name: to ask the headers for each of these would look through all of them each time.
    by_name = {name.lower(): (name, value) for name, value in wanted.items()}

    @app.after_request
    def protect(response: Response) -> Response:
        sent = {name.lower() for name, _ in response.headers}
        response.headers.extend([header for name, header in by_name.items() if name not in sent])
        return response
