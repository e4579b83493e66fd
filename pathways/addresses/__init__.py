"""Addresses by part; slugs are translated."""
