"""People at a browser: Chromium against a live server with the demo."""
