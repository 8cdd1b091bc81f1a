"""Things that break: killed processes, full disks, lost connections."""
