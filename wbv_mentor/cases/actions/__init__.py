"""What can be done with a case. The caller's unit of work commits; nothing here knows HTTP."""

from wbv_mentor.cases.actions.consents import (
    accept_conflict,
    accept_risk,
    confirm_plan,
    confirm_spoken_consent,
    give_consent,
    note_original_arrived,
    withdraw_consent,
)
from wbv_mentor.cases.actions.course import (
    change_course_dates,
    change_employer,
    record_exam_result,
    settle_release,
)
from wbv_mentor.cases.actions.employer import (
    accept_times,
    allow_request,
    decline_request,
    missing_for_release,
    prepare_request,
    send_request,
)
from wbv_mentor.cases.actions.forms import save_draft, save_form
from wbv_mentor.cases.actions.funding_check import answer_funding_questions, record_funding_check
from wbv_mentor.cases.actions.moving import answer_handover, fire
from wbv_mentor.cases.actions.offers import (
    OfferData,
    add_offer,
    change_offer,
    choose_offer,
    remove_offer,
    save_funding_check,
)
from wbv_mentor.cases.actions.opening import (
    change_reachability,
    mentee_link,
    open_case,
    record_concern,
    renew_mentee_link,
)
from wbv_mentor.cases.actions.oversight import choose_future, look_into, record_try, set_legal_hold
from wbv_mentor.cases.actions.talks import (
    add_task,
    complete_task,
    note_referral_feedback,
    record_talk,
    refer,
)
from wbv_mentor.cases.letters.links import link_address
from wbv_mentor.cases.proofs import Proof

__all__ = [
    "OfferData",
    "Proof",
    "accept_conflict",
    "accept_risk",
    "accept_times",
    "add_offer",
    "add_task",
    "allow_request",
    "answer_funding_questions",
    "answer_handover",
    "change_course_dates",
    "change_employer",
    "change_offer",
    "change_reachability",
    "choose_future",
    "choose_offer",
    "complete_task",
    "confirm_plan",
    "confirm_spoken_consent",
    "decline_request",
    "fire",
    "give_consent",
    "link_address",
    "look_into",
    "mentee_link",
    "missing_for_release",
    "note_original_arrived",
    "note_referral_feedback",
    "open_case",
    "prepare_request",
    "record_concern",
    "record_exam_result",
    "record_funding_check",
    "record_talk",
    "record_try",
    "refer",
    "remove_offer",
    "renew_mentee_link",
    "save_draft",
    "save_form",
    "save_funding_check",
    "send_request",
    "set_legal_hold",
    "settle_release",
    "withdraw_consent",
]
