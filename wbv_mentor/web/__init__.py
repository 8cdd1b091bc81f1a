"""The shell: layout, form base, access, errors, headers, languages."""
