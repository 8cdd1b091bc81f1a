"""The mentee's own page, opened by the link: consent, overview, plan, withdrawal."""
