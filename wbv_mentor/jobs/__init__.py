"""Work that recurs: what is due stands in the database, a runner only looks.

A room registers `@job("name", every=seconds)` on a plain function that says how many things it did.
"""

from wbv_mentor.jobs.failpoints import reach
from wbv_mentor.jobs.registry import job, run, tick
from wbv_mentor.jobs.runner import start_runner, wake

__all__ = ["job", "reach", "run", "start_runner", "tick", "wake"]
