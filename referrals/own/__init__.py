"""The resident's own page (oma lähete, min remiss): a sitting, what it shows and what can be done there."""
