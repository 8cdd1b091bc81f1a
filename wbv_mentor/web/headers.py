"""Security headers on every response, errors included (design.md section 8)."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

from wbv_mentor.config import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # KERN's icons are data URLs
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS = 63_072_000
STATIC_ENDPOINTS = {"static", "assets.vendor"}


def init_headers(app: Flask) -> None:
    """Set the headers on every response of the application."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Only static files may be kept by a browser or a proxy: pages hold personal data."""
    settings: Settings = current_app.config["SETTINGS"]
    response.headers.update(HEADERS)
    if settings.https:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    if request.endpoint not in STATIC_ENDPOINTS or response.status_code >= 400:
        response.headers["Cache-Control"] = "no-store"
    return response
