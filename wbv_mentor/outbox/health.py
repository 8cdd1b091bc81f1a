"""/healthz: whether the database answers, the tick beats and mail leaves. Public, no secrets."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from wbv_mentor import clock
from wbv_mentor.db import session
from wbv_mentor.jobs.models import HEARTBEAT, JobRun
from wbv_mentor.outbox.queries import figures
from wbv_mentor.web.access import public

log = logging.getLogger(__name__)
bp = Blueprint("health", __name__)
OLDEST_BEAT_SECONDS = 300


@bp.get("/healthz")
@public
def show() -> ResponseReturnValue:
    """200 with the figures; 503 if the database fails or, with embedded jobs, the tick has stopped."""
    now = clock.now()
    try:
        beat = session.get(JobRun, HEARTBEAT)
        outbox = figures(now=now)
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return jsonify(database="failed"), 503
    seconds = None if beat is None else round((now - beat.last_started_at).total_seconds())
    # abs: after a clock that was set back, a beat in the future says nothing about the present
    beating = seconds is not None and abs(seconds) <= OLDEST_BEAT_SECONDS
    answer: dict[str, Any] = {
        "database": "ok",
        "heartbeat": {"at": _moment(beat.last_started_at if beat else None), "seconds": seconds},
        "outbox": {
            "oldest_unsent_at": _moment(outbox.oldest_unsent_at),
            "pending": outbox.pending,
            "failed": outbox.failed,
        },
    }
    ticks_here = current_app.config["SETTINGS"].jobs == "embedded"
    return jsonify(answer), 503 if ticks_here and not beating else 200


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds")
