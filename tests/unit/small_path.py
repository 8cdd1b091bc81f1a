"""A small valid path on disk, to be spoiled one line at a time."""

from __future__ import annotations

from pathlib import Path

PATH = """\
workflow: small
version: 1
label: {de: Klein, en: Small}
initial: open
start: {by: [mentor]}
stages: {only: {de: Nur, en: Only}}
states:
  open: {label: {de: Offen, en: Open}, stage: only, owner: mentor, form: facts}
  paused: {label: {de: Pause, en: Paused}, owner: mentor, detour: true}
  handover: {label: {de: Übergabe, en: Handover}, owner: mentor, detour: true}
  done: {label: {de: Fertig, en: Done}, final: true}
transitions:
  pause: {label: {de: Pause, en: Pause}, from: [open], to: paused, by: [mentor]}
  resume: {label: {de: Weiter, en: Resume}, from: [paused], to: $back, by: [mentor, system]}
  hand_over: {label: {de: Übergeben, en: Hand over}, from: [open, paused], to: handover, by: [mentor]}
  refuse: {label: {de: Ablehnen, en: Refuse}, from: [handover], to: $back, by: [mentor]}
  accept: {label: {de: Annehmen, en: Accept}, from: [handover], to: $back, past: [paused], by: [mentor]}
  finish: {label: {de: Fertig, en: Finish}, from: [open, paused], to: done, by: [mentor]}
"""
FORMS = """\
facts:
  label: {de: Angaben, en: Facts}
  fields:
    - {name: goal, type: text, required: true, label: {de: Ziel, en: Goal},
       visible_to: [mentor], category: education, retention: case_content}
"""
DEADLINES = """\
answer:
  label: {de: Antwort, en: Answer}
  anchors: [entered]
  offset: {days: 14}
  while: [open]
  owner: mentor
  source: test
  remind: [{days: -3}]
  on_overdue: null
"""


def write(
    root: Path, *, path: str = PATH, forms: str = FORMS, deadlines: str = DEADLINES, version: int = 1
) -> Path:
    """Write the three files of a version of the small path below `root`; answers the folder."""
    folder = root / "small" / str(version)
    folder.mkdir(parents=True)
    path = path.replace("version: 1", f"version: {version}")
    for name, text in (("path", path), ("forms", forms), ("deadlines", deadlines)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
