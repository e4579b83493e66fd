"""Referrals as a closed loop between people (their issue comes later)."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
