"""Certificates: ready, confirmed by the mentor, issued by the AK, frozen, checked, revoked."""
