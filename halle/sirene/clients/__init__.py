"""The State's APIs, each behind the same typed register."""
