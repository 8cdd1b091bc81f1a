"""Who is told what about a case: mails, their recipients, and the mentee's own link."""
