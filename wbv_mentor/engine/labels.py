"""What roles are called where people read them; actors stand in the journal and show as roles."""

from __future__ import annotations

from wbv_mentor.errors import Message, say

ROLE_LABELS: dict[str, Message] = {
    "mentor": say("Weiterbildungsmentor*in"),
    "trainer": say("AK-Trainer*in"),
    "coordinator": say("AK-Koordination"),
    "admin": say("Verwaltung"),
    "mentee": say("Ratsuchende Person"),
    "company": say("Betrieb"),
    "applicant": say("Bewerber*in"),
    "system": say("System"),
}
