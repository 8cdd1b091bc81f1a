"""Cases: mentees, consent, talks, tasks, offers, handover."""
