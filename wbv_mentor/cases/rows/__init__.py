"""What the list of cases is found and ordered by: one short row a case, and the beginnings of words."""
