"""Who may open which address, and whose rows a person may see.

Every view carries a mark, `@public` or `@allow("mentor", ...)`; a start without one stops. Rooms
above tell the shell who is signed in (`register_actor_loader`) and what each role may see
(`register_scope`), because the shell knows neither accounts nor cases.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Flask, current_app, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, Select

from wbv_mentor.db import session
from wbv_mentor.engine.actors import ROLES, Actor, Role
from wbv_mentor.errors import Forbidden, NotFound, WbvError, say
from wbv_mentor.web.keeping import typed_texts
from wbv_mentor.web.local import here

View = TypeVar("View", bound=Callable[..., Any])
Model = TypeVar("Model")
ActorLoader = Callable[[], Actor | None]
Scope = Callable[[Actor], Select[Any]]

EVERYBODY: frozenset[str] = frozenset()
MARK = "wbv_roles"
EXTENSION = "wbv_access"

_loaders: list[ActorLoader] = []
_scopes: dict[type[Any], Scope] = {}


class UnmarkedEndpoint(RuntimeError):
    """An address says neither that it is public nor who may open it: the start is refused."""


class SignedOut(WbvError):
    """Somebody sent a form after the session had ended (401); the page shows what was typed."""

    status = 401


def public(view: View) -> View:
    """Mark a view that anybody may open; a mailed link's token is checked by the view itself."""
    setattr(view, MARK, EVERYBODY)
    return view


def allow(*roles: Role) -> Callable[[View], View]:
    """Mark a view that only these roles may open. Raises ValueError for an unknown role."""
    if not roles or not set(roles) <= ROLES:
        raise ValueError(f"allow() needs known roles, not {roles!r}")

    def mark(view: View) -> View:
        setattr(view, MARK, frozenset(roles))
        return view

    return mark


def mark_endpoints(app: Flask, *endpoints: str, roles: frozenset[str] = EVERYBODY) -> None:
    """Mark endpoints that a library brings along, by name; without roles they are public."""
    marks: dict[str, frozenset[str]] = app.extensions.setdefault(EXTENSION, {})
    marks.update(dict.fromkeys(endpoints, roles))


def roles_of(app: Flask, endpoint: str) -> frozenset[str] | None:
    """Roles that may open an endpoint: empty for everybody, None if it bears no mark."""
    marks: dict[str, frozenset[str]] = app.extensions.get(EXTENSION, {})
    if endpoint in marks:
        return marks[endpoint]
    roles: frozenset[str] | None = getattr(app.view_functions[endpoint], MARK, None)
    return roles


def check_marks(app: Flask) -> None:
    """Stop the start if an endpoint bears no mark. Call when all blueprints are registered."""
    unmarked = sorted(name for name in app.view_functions if roles_of(app, name) is None)
    if unmarked:
        raise UnmarkedEndpoint("no @public or @allow on: " + ", ".join(unmarked))


def init_access(app: Flask) -> None:
    """Ask before every request whether the person may open the address."""
    mark_endpoints(app, "static")
    app.before_request(_enforce)


def _enforce() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None:  # no such address: the router answers 404 or 405
        return None
    roles = roles_of(current_app, endpoint)
    if roles is None:
        raise UnmarkedEndpoint(endpoint)
    if roles == EVERYBODY:
        return None
    actor = actor_or_none()
    if actor is None:
        return _to_sign_in()
    if actor.role not in roles:
        raise Forbidden(say("Diese Seite ist für Ihre Rolle nicht freigegeben."))
    return None


def _to_sign_in() -> ResponseReturnValue:
    """Send an anonymous person to the sign-in; what they had typed is shown, never lost."""
    if typed_texts():
        raise SignedOut(say("Sie sind nicht mehr angemeldet. Bitte melden Sie sich noch einmal an."))
    return redirect("/login?" + urlencode({"next": here()}), 303)


def register_actor_loader(load: ActorLoader) -> None:
    """Tell the shell how to find the signed-in actor; None means nobody is signed in."""
    _loaders[:] = [load]


def actor_or_none() -> Actor | None:
    """The actor of this request: by link if a view said so, else the signed-in one."""
    by_link: Actor | None = g.get("wbv_actor")
    if by_link is not None:
        return by_link
    return _loaders[0]() if _loaders else None


def current_actor() -> Actor:
    """The actor of this request. A public view without one must not ask (RuntimeError)."""
    actor = actor_or_none()
    if actor is None:
        raise RuntimeError("nobody is signed in: a public view asked for the actor")
    return actor


def act_as(actor: Actor) -> None:
    """For pages by mailed link: the token's holder is the actor of this request."""
    g.wbv_actor = actor


def register_scope(model: type[Model], scope: Callable[[Actor], Select[Model]]) -> None:
    """Say which rows of a model an actor may see."""
    _scopes[model] = scope


def scoped(model: type[Model]) -> Select[Model]:
    """Select the rows of a model that the current actor may see. LookupError without a scope."""
    if model not in _scopes:
        raise LookupError(f"{model.__name__} has no scope")
    return _scopes[model](current_actor())


def has_scope(model: type[Any]) -> bool:
    """Whether a scope is registered for a model (a test asks this for every owned model)."""
    return model in _scopes


def find(model: type[Model], *criteria: ColumnElement[bool]) -> Model:
    """The one row in the current actor's scope. Missing and foreign look the same: NotFound."""
    row: Model | None = session.scalars(scoped(model).where(*criteria)).unique().one_or_none()
    if row is None:
        raise NotFound()
    return row
