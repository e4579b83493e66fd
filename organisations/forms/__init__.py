"""Forms by part."""
