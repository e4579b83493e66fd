"""Self-assessments: what is asked (data), how answers are scored, how they travel from page to page."""
