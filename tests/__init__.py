"""Tests. unit/ needs no database, integration/ runs on both, browser/ clicks, faults/ breaks things."""
