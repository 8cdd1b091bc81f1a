"""What the system does by itself: it tells the owner, can be taken back for a week, and decides nothing."""

from __future__ import annotations

from datetime import date

from wbv_mentor.cases.path.sweeps import TOLD as OF_CASES
from wbv_mentor.engine.loader import load_all
from wbv_mentor.pathways.definitions import FOLDER
from wbv_mentor.qualification.automatic import TOLD as OF_PEOPLE
from wbv_mentor.simulation.house import empty_house
from wbv_mentor.simulation.report import Happening
from wbv_mentor.simulation.run import simulate
from wbv_mentor.simulation.script import Step, Who

# Told in words of their own, by an effect of the transition.
IN_OWN_WORDS = {
    "mentee_case": {
        "lose_mentor": "offer_mentee_choices", "refuse_handover": "tell_requester",
        "cancel_handover": "close_handover", "lapse_consent": "end_access",
    },
    "funding_application": {"miss": "tell_what_is_possible"},
    "company_confirmation": {"expire": "add_call_task"},
    "mentor_qualification": {"start_training": "ask_about_no_show"},
}  # fmt: skip
# After two notices nobody is left to be told; a question that lost its ground ends without a mail.
SILENT = {"mentee_case": {"erase"}, "company_confirmation": {"revoke_request"}}
DECISIONS = {
    "approve", "approve_partly", "reject", "deem_approved", "finalise_approval", "finalise_rejection",
    "accept_rejection", "accept_partial_approval", "grant_objection", "reject_objection", "give_consent",
}  # fmt: skip
SAID = {"mentee_case": set(OF_CASES), "mentor_qualification": set(OF_PEOPLE)}
FIRST = date(2026, 9, 7)


def told(*steps: tuple[str, Who, dict[str, object]], until: date) -> list[Happening]:
    """What happens to a person in the qualification, until a day."""
    path = next(path for path in load_all(FOLDER) if path.name == "mentor_qualification")
    with empty_house():
        written = [Step(1, FIRST, do, by, data) for do, by, data in steps]
        return list(simulate(path, written, until=until))


def mails_of(happenings: list[Happening], trigger: str) -> list[tuple[str, str]]:
    """To whom which words went on the morning on which the system did this."""
    (found,) = [one for one in happenings if one.by == "system" and trigger in one.do.split(", ")]
    return [(one.to, one.body) for one in found.mails if one.template == "qualification_automatic"]


def test_whatever_the_system_does_somebody_is_told_and_nothing_is_decided() -> None:
    with empty_house():
        for path in load_all(FOLDER):
            own, silent = IN_OWN_WORDS.get(path.name, {}), SILENT.get(path.name, set())
            by_system = {name: way for name, way in path.transitions.items() if "system" in way.by}
            assert set(by_system) == SAID.get(path.name, set()) | set(own) | silent, path.name
            assert not DECISIONS & set(by_system)
            for name, effect in own.items():
                assert effect in by_system[name].effects, (name, by_system[name].effects)


def test_somebody_who_never_applies_is_told_that_everything_goes() -> None:
    happenings = told(("start", "applicant", {}), until=date(2027, 3, 10))
    assert happenings[-1].state == "withdrawn"
    ((to, body),) = mails_of(happenings, "withdraw")
    assert to == "applicant"
    assert "löschen wir Ihre Angaben" in body


def test_a_mentor_is_told_about_renewal_and_rest_and_the_coordination_about_the_end() -> None:
    recognised = {"trained_on": date(2024, 6, 20), "training_proof": "Zertifikat"}
    happenings = told(
        ("start", "coordinator", {}), ("recognise_training", "coordinator", recognised),
        until=date(2029, 10, 1),
    )  # fmt: skip
    for trigger, who in (("mark_renewal_due", "mentor"), ("lapse", "mentor"), ("retire", "coordinator")):
        ((to, body),) = mails_of(happenings, trigger)
        assert to == who
        assert "lässt es sich zurücknehmen" in body
