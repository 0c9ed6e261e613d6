"""The State register of companies: INSEE's Sirene as a local file, and the State's APIs. Knows nothing of users."""
