"""The public pages in the hands of html-validate, the Nu checker and Lighthouse: ``make check-web``."""
