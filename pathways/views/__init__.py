"""Views by part."""
