"""Addresses of referrals, page by page."""
