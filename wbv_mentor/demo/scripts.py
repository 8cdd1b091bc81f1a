"""The ways that cases of the demo go: acts one after the other, each so many days after the one before."""

from __future__ import annotations

from functools import partial

from wbv_mentor.demo import advice, applying, planning, releases
from wbv_mentor.demo.advice import talking
from wbv_mentor.demo.life import Act, on

NOT_NEEDED = "Die Maßnahme sei nicht notwendig, die Tätigkeit ändere sich nicht wesentlich."

CONTACT: list[Act] = [(0, advice.open_case)]
ASKED: list[Act] = [*CONTACT, (0, advice.ask_consent)]
INTAKE: list[Act] = [
    *ASKED, (2, advice.consent), (6, talking("Zeugnisse und Lebenslauf ansehen", days=8)),
]  # fmt: skip
ASSESSING: list[Act] = [*INTAKE, (0, advice.intake), (12, talking("Aufschreiben, was schon gekonnt wird"))]
LOOKING: list[Act] = [*ASSESSING, (0, advice.needs)]
OFFERS: list[Act] = [*LOOKING, (8, planning.offers), (0, talking("Angebote in Ruhe vergleichen", days=10))]
PLANNED: list[Act] = [
    *OFFERS, (3, planning.check_funding),
    (5, partial(advice.talk, next_step="Anträge vorbereiten", noted=False)), (0, planning.plan),
]  # fmt: skip
APPLYING: list[Act] = [*PLANNED, (2, applying.apply)]
COLLECTING: list[Act] = [*APPLYING, (3, applying.collect)]
SUBMITTED: list[Act] = [*COLLECTING, (6, applying.submit)]
APPROVED: list[Act] = [*SUBMITTED, (24, applying.approve)]
DECIDED: list[Act] = [*APPROVED, (2, applying.finalise)]
BOOKED: list[Act] = [*DECIDED, (1, releases.ask), (3, releases.answer), (1, planning.book)]
RELEASE_ASKED: list[Act] = [*APPROVED, (0, releases.ask)]
IN_COURSE: list[Act] = [*BOOKED, (on("course_start", 16), talking("Nach der ersten Prüfung fragen", days=30))]
FINISHED: list[Act] = [*BOOKED, (on("course_end", 5), planning.finish)]
AFTER_4_WEEKS: list[Act] = [
    *FINISHED, (on("course_end", 29), partial(planning.follow_up, form="follow_up_4_weeks")),
]  # fmt: skip
AFTER_3_MONTHS: list[Act] = [
    *AFTER_4_WEEKS, (on("course_end", 93), partial(planning.follow_up, form="follow_up_3_months")),
    (0, applying.settle),
]  # fmt: skip
CLOSED: list[Act] = [
    *AFTER_3_MONTHS, (on("course_end", 184), partial(planning.follow_up, form="follow_up_6_months")),
    (2, planning.close),
]  # fmt: skip

# Who pays alone books at once.
SELF_PAID: list[Act] = [*PLANNED, (6, planning.book)]
SELF_PAID_OVER: list[Act] = [
    *SELF_PAID, (on("course_end", 5), planning.finish),
    (on("course_end", 29), partial(planning.follow_up, form="follow_up_4_weeks")),
    (on("course_end", 93), partial(planning.follow_up, form="follow_up_3_months")),
]  # fmt: skip

# Beside the straight way.
REJECTED: list[Act] = [
    *SUBMITTED,
    (24, applying.reject(NOT_NEEDED)),
    (0, talking("Widerspruch besprechen", days=20)),
]
OBJECTING: list[Act] = [*REJECTED, (9, applying.object_)]
TO_COURT: list[Act] = [
    *REJECTED, (2, planning.revise), (7, applying.object_), (60, applying.reject_objection),
    (10, applying.go_to_court),
]  # fmt: skip
FINALLY_REJECTED: list[Act] = [*REJECTED, (8, lambda life: life.fire_application(1, "accept_rejection"))]
PAID_AFTER_ALL: list[Act] = [*FINALLY_REJECTED, (3, planning.book)]
PARTLY: list[Act] = [
    *SUBMITTED,
    (24, applying.approve_partly),
    (0, talking("Rechnen, ob das reicht", days=9)),
]
PAPERS_ASKED: list[Act] = [
    *SUBMITTED,
    (18, applying.ask_for_papers),
    (0, talking("Lehrplan beim Träger holen", days=5)),
]
DEEMED: list[Act] = [
    *SUBMITTED, (on("course_start", -10), applying.deem_granted), (1, planning.book),
]  # fmt: skip
WITHDRAWN: list[Act] = [*SUBMITTED, (9, applying.withdraw), (0, talking("Zweites Angebot ansehen", days=12))]
REVOKED: list[Act] = [
    *BOOKED, (on("course_start", 35), planning.drop_out), (on("course_start", 60), applying.revoke),
    (4, planning.ask_after_drop_out),
]  # fmt: skip
INTERRUPTED: list[Act] = [*BOOKED, (on("course_start", 30), planning.interrupt)]
ATTENDING: list[Act] = [
    *BOOKED, (on("course_start", 31), planning.attend), (0, advice.talk),
    (on("course_start", 61), planning.attend),
]  # fmt: skip
PASSED: list[Act] = [
    *BOOKED, (on("course_end", 30), planning.pass_exam), (14, applying.settle), (0, applying.apply_for_bonus),
    (0, partial(planning.follow_up, form="follow_up_4_weeks")),
]  # fmt: skip
PAUSED: list[Act] = [*OFFERS, (5, advice.pause)]
HANDED_ON: list[Act] = [*ASSESSING, (18, partial(advice.hand_over, receiver="Becker"))]
DECLINED: list[Act] = [*ASKED, (2, advice.decline)]
TAKEN_BACK: list[Act] = [*ASSESSING, (25, advice.withdraw)]
INFORMED: list[Act] = [
    *INTAKE, (9, advice.intake),
    (8, advice.end_without_course("informed", "Die Einarbeitung im Betrieb reicht, sagt sie.")),
]  # fmt: skip
REFERRED: list[Act] = [
    *INTAKE, (0, advice.intake), (2, advice.refer),
    (20, advice.end_without_course("referred", "Die Anerkennungsberatung übernimmt.")),
]  # fmt: skip
ON_PAPER: list[Act] = [*INTAKE, (4, advice.original_arrives)]
WITHOUT_MENTOR: list[Act] = [*OFFERS, (21, advice.choose_other_mentor)]
