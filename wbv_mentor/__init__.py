"""wbv_mentor follows mentors' qualification and mentees' cases along paths that are data."""
