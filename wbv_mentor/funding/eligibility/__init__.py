"""The funding check: what is likely to be paid, for each instrument yes, no or unknown, and why.

Nothing here decides: the authority does. A changed law is a new dated value in workflows/funding.yaml.
"""
