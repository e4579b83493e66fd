"""The scene of the loop, and its people signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.kept import fresh, kept
from tests.referrals import scene
from tests.signing import enter

kept_scene = kept(scene.scene)


@pytest.fixture
def made(kept_scene, db):
    return fresh(kept_scene)


@pytest.fixture
def as_(made):
    """``as_("adviser")``: that person's browser."""

    def browser(name):
        client = Client()
        enter(client, getattr(made, name))
        return client

    return browser


def case_of(assignment):
    return reverse("referral_case", args=[assignment.referral_id])


def move_of(assignment, action):
    return reverse("referral_move", args=[assignment.referral_id, action])


def send(browser, assignment, action, **typed):
    """Sends the form of the move as the page would, with the version that it now has."""
    assignment.refresh_from_db()
    return browser.post(move_of(assignment, action), {"version": assignment.version, **typed})
