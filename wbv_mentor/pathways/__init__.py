"""Running instances of paths: the only place where a state changes.

Other rooms import from the modules: `advance` moves, `options` answers buttons, `records` keeps what
was entered, `deadlines` says what is due, `journal` remembers.
"""
