"""Demonstration data (`halle demo`): invented people and companies with valid numbers. Never in production."""
