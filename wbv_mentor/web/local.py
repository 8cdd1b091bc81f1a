"""Addresses of our own that come back from the outside: never anywhere but this site."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

# One slash, then nothing that a browser could read as another host, and no control characters.
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def local_path(address: str | None, default: str = "/") -> str:
    """The address if it is a path of this site, else the default (no open redirect)."""
    if address and len(address) <= 2000 and LOCAL.fullmatch(address):
        return address
    return default


def here() -> str:
    """The page a person is on: this address for a GET, else the nearest page above it."""
    if request.method in {"GET", "HEAD"}:
        path = request.full_path if request.query_string else request.path
        return local_path(path)
    return way_back()


def way_back() -> str:
    """The nearest page that can be opened: the same address, else its parents, else the start."""
    adapter = current_app.url_map.bind("localhost")
    path = request.path.rstrip("/")
    while path:
        try:
            adapter.match(path, method="GET")
            return local_path(path)
        except RequestRedirect:
            return local_path(path)
        except HTTPException:
            path = path.rpartition("/")[0]
    return "/"


def with_args(**changes: str | int | None) -> str:
    """This page's address with some query arguments changed; None drops one (filters, next page)."""
    kept = {name: value for name, value in request.args.items() if name not in changes}
    kept |= {name: str(value) for name, value in changes.items() if value is not None}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
