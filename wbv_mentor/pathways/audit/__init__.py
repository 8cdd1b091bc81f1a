"""Whether the journal is as it was written: `wbv-mentor audit verify`.

- chains: each instance's entries among themselves, their notes, and where they lead.
- covered: all entries against the seals, and the seals against each other.
- outside: the seals against those that left the house.
"""

from wbv_mentor.pathways.audit.findings import Finding
from wbv_mentor.pathways.audit.verifying import Audited, snapshot, verify

__all__ = ["Audited", "Finding", "snapshot", "verify"]
