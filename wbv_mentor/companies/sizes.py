"""What the codes of the directory and of talks are called."""

from __future__ import annotations

from wbv_mentor.errors import Message, say

SIZE_LABELS: dict[str, Message] = {
    "under_10": say("Unter 10 Beschäftigte"),
    "10_to_49": say("10 bis 49 Beschäftigte"),
    "50_to_249": say("50 bis 249 Beschäftigte"),
    "250_and_more": say("250 und mehr Beschäftigte"),
}
TALK_KIND_LABELS: dict[str, Message] = {
    "on_site": say("Im Betrieb"),
    "at_the_chamber": say("In der Arbeitskammer"),
    "phone": say("Am Telefon"),
    "video": say("Per Video"),
    "elsewhere": say("Anderswo"),
}
TOPIC_LABELS: dict[str, Message] = {
    "new_technology": say("Neue Technik und Digitalisierung"),
    "changing_work": say("Wandel der Arbeitsplätze"),
    "qualification": say("Berufsabschlüsse nachholen"),
    "advancement": say("Aufstiegsfortbildung"),
    "basic_skills": say("Sprache und Grundbildung"),
    "leading": say("Führung und Zusammenarbeit"),
    "shortage": say("Fachkräfte gewinnen und halten"),
    "funding": say("Fördermöglichkeiten"),
    "joint_course": say("Gemeinsame Kurse mit anderen Betrieben"),
}
AGREEMENT_LABELS: dict[str, Message] = {
    "written": say("Kooperationsvereinbarung, unterschrieben"),
    "spoken": say("Zusammenarbeit mündlich vereinbart"),
}
