"""Who acts: a role and an id. The journal keeps both and shows only the role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["mentor", "trainer", "coordinator", "admin", "mentee", "company", "applicant", "system"]
ROLES: frozenset[str] = frozenset(get_args(Role))


@dataclass(frozen=True)
class Actor:
    """`id` is the account's, mentee's, contact's or applicant's id; the system has none."""

    role: Role
    id: int | None = None


SYSTEM = Actor("system")
