"""What a mentee reads about the own case: plain words for every state, never a note of a talk."""

from __future__ import annotations

from dataclasses import dataclass

from wbv_mentor.cases.consent import TEXT_VERSION
from wbv_mentor.cases.mentors import standing
from wbv_mentor.cases.models import CONFLICTS, Case
from wbv_mentor.cases.scope import SUPERVISED
from wbv_mentor.errors import Message, say
from wbv_mentor.pathways.definitions import workflow_of
from wbv_mentor.people.words import FUNCTION_LABELS
from wbv_mentor.web.formatting import label

STANDING: dict[str, Message] = {
    "contact": say("Ihre Beratung wird gerade vorbereitet. Bitte schauen Sie später noch einmal nach."),
    "intake": say("Am Anfang steht ein Gespräch: Worum geht es Ihnen, und was ist Ihr Ziel?"),
    "needs_assessment": say("Wir klären mit Ihnen, was Sie lernen möchten und was dafür noch fehlt."),
    "offers": say("Wir suchen passende Kurse und prüfen, wer die Kosten tragen kann."),
    "plan_agreed": say("Ihr Plan steht. Jetzt geht es um Anträge und um die Anmeldung zum Kurs."),
    "funding": say("Jetzt geht es um Ihre Anträge auf Förderung."),
    "booked": say("Ihr Kurs ist gebucht."),
    "in_course": say("Sie sind im Kurs. Wenn etwas nicht klappt, melden Sie sich bitte gleich."),
    "interrupted": say("Ihr Kurs ist unterbrochen."),
    "follow_up": say(
        "Ihr Kurs ist vorbei. Wir fragen nach 4 Wochen, 3 Monaten und 6 Monaten, wie es Ihnen geht."
    ),
    "closed": say("Ihre Beratung ist abgeschlossen."),
    "closed_without_course": say("Ihre Beratung ist beendet, ohne Kurs. Das ist in Ordnung."),
    "paused": say(
        "Ihre Beratung macht Pause. Gesetzliche Fristen laufen weiter. Daran erinnern wir trotzdem."
    ),
    "handover": say("Ihre Beratung soll an eine andere Begleitung gehen. Diese Person muss noch zusagen."),
    "awaiting_mentor": say(
        "Ihre bisherige Begleitung kann gerade nicht weitermachen. Sie entscheiden, wie es weitergeht."
    ),
}

RELATIONS: dict[str, Message] = {
    "none": say("Keine besondere Beziehung"),
    "same_team": say("Sie arbeiten im selben Team"),
    "supervisor": say("%(mentor)s ist Ihre Vorgesetzte oder Ihr Vorgesetzter"),
    "relative_or_friend": say("Sie sind verwandt oder befreundet"),
    "personnel_responsibility": say("%(mentor)s entscheidet im Betrieb über Personal"),
}


FUTURES: dict[str, Message] = {
    "other_mentor_here": say("Eine andere Begleitung aus meinem Betrieb"),
    "mentor_from_outside": say("Eine Begleitung von außerhalb meines Betriebs"),
    "ak_team": say("Das Team der Arbeitskammer begleitet mich"),
    "end_and_erase": say("Ich möchte aufhören. Bitte löschen Sie meine Angaben."),
}


@dataclass(frozen=True)
class ConsentWords:
    """What the consent text says about this case: the same on the page, on paper and when it is read out."""

    mentor: str
    function: Message | None
    relation: Message
    conflict: bool
    supervised: bool
    version: str


def consent_words(case: Case) -> ConsentWords:
    """The names and facts for templates/cases/consent_text.html."""
    mentor = case.mentor
    name = mentor.display_name if mentor is not None else "–"
    function = FUNCTION_LABELS.get(mentor.function_in_company or "") if mentor is not None else None
    relation = RELATIONS[case.relation]
    return ConsentWords(
        mentor=name,
        function=function,
        relation=say(relation.text, mentor=name) if "%(mentor)s" in relation.text else relation,
        conflict=case.relation in CONFLICTS,
        supervised=mentor is not None and standing(mentor.id) in SUPERVISED,
        version=TEXT_VERSION,
    )


def path_steps(case: Case) -> list[dict[str, str]]:
    """The five steps for the path component; a detour stands where the case left off."""
    path = workflow_of(case)
    stages = list(path.stages)
    reached = _reached(case)
    stage = path.states[reached].stage
    current = stages.index(stage) if stage else len(stages)
    words = {True: "done", False: "open"}
    return [
        {
            "name": label(path.stages[name]),
            "state": "current" if number == current else words[number < current],
            "note": "",
        }
        for number, name in enumerate(stages)
    ]


def _reached(case: Case) -> str:
    """The state that the case stands in, or the one that its detours will lead back to."""
    path = workflow_of(case)
    if not path.states[case.state].detour:
        return case.state
    return next((name for name in reversed(case.return_to) if not path.states[name].detour), "intake")


def has_path(case: Case) -> bool:
    """Whether the five steps say anything: not without a course, nor before the consent."""
    return _reached(case) not in ("closed_without_course", "contact", "consent_pending")
