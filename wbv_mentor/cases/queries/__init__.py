"""What lists, pages and jobs read about cases: frozen dataclasses, no HTTP."""

from wbv_mentor.cases.queries.due import Due, DueItems, due_count, due_items, without_requests
from wbv_mentor.cases.queries.employer import RequestLine, employer_requests, request_line
from wbv_mentor.cases.queries.listing import CaseList, CaseRow, HandoverRequest, case_list, handover_requests
from wbv_mentor.cases.queries.mentee import MenteePage, mentee_page
from wbv_mentor.cases.queries.page import CasePage, case_page
from wbv_mentor.cases.queries.parts import (
    ConsentLine,
    DeadlineLine,
    EndedLine,
    HistoryLine,
    LookedLine,
    ended_lines,
)
from wbv_mentor.cases.queries.progress import Step, WorkItem
from wbv_mentor.cases.queries.reading import form_values, mentor_choices, reading_role
from wbv_mentor.cases.queries.waiting import Waiting, waiting_for_others

__all__ = [
    "CaseList",
    "CasePage",
    "CaseRow",
    "ConsentLine",
    "DeadlineLine",
    "Due",
    "DueItems",
    "EndedLine",
    "HandoverRequest",
    "HistoryLine",
    "LookedLine",
    "MenteePage",
    "RequestLine",
    "Step",
    "Waiting",
    "WorkItem",
    "case_list",
    "case_page",
    "due_count",
    "due_items",
    "employer_requests",
    "ended_lines",
    "form_values",
    "handover_requests",
    "mentee_page",
    "mentor_choices",
    "reading_role",
    "request_line",
    "waiting_for_others",
    "without_requests",
]
