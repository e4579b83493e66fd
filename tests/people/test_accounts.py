"""Accounts: inviting, inviting again, closing and opening, and who may."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from audit.models import Entry
from organisations.models import HeldAlready, Invitation, Meanwhile, Membership, Role, User
from organisations.models.people import Closed, may_manage
from outbox.models import Message
from tests import factories
from tests.signing import enter

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def invite(place, by, role=Role.EDITOR, email="eeva@example.org"):
    return User.objects.invite(
        email, name="Eeva Esimerkki", language="sv", organisation=place, role=role, by=by
    )


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def test_somebody_new_gets_an_account_without_password_and_one_message(main_user, own):
    person = invite(own, main_user)
    assert (person.is_active, person.has_usable_password(), person.waits) == (True, False, True)
    assert kinds() == ["invitation"]
    assert Invitation.objects.open_for(person) == person.invitation
    assert [line.action for line in Entry.objects.about("person", person.pk).newest()] == [
        "role_given",
        "invited",
    ]


def test_somebody_known_keeps_name_and_language_and_is_only_told(main_user, own, foreign):
    known = factories.user(Role.ADVISER, foreign, email="eeva@example.org", name="Eeva Oikea", language="fi")
    person = invite(own, main_user, email="EEVA@example.org")
    assert (person.pk, person.name, person.language) == (known.pk, "Eeva Oikea", "fi")
    assert (kinds(), person.invitation) == (["roles_changed"], None)


def test_who_has_not_accepted_gets_a_new_link_with_the_next_role(main_user, own):
    first = invite(own, main_user).invitation
    second = invite(own, main_user, role=Role.ADVISER).invitation
    assert Invitation.objects.find(first.token) is None
    assert Invitation.objects.find(second.token) == second


def test_a_refused_invitation_leaves_nobody_behind(main_user, foreign):
    with pytest.raises(PermissionDenied):
        invite(foreign, main_user)
    assert not User.objects.filter(email="eeva@example.org").exists()
    assert not Entry.objects.exists()


def test_a_closed_account_is_not_invited_and_a_held_role_not_given(coordinator, own):
    person = invite(own, coordinator)
    with pytest.raises(HeldAlready):
        invite(own, coordinator)
    person.close(by=coordinator)
    with pytest.raises(Closed):
        invite(own, coordinator, role=Role.ADVISER)


def test_closing_ends_roles_sessions_links_and_messages_at_once(client, coordinator, own):
    person = factories.user(Role.EDITOR, own)
    enter(client, person)
    link = person.send_invitation(by=coordinator)
    assert client.get(reverse("workspace")).status_code == 200
    person.close(by=coordinator)
    assert client.get(reverse("workspace")).status_code == 302
    assert not person.memberships.lasting().exists()
    assert Invitation.objects.find(link.token) is None
    assert list(Message.objects.waiting().values_list("kind", flat=True)) == ["account_closed"]
    assert {line.action for line in Entry.objects.about("person", person.pk)} >= {
        "account_closed",
        "role_ended",
    }


def test_an_opened_account_has_no_roles_and_no_old_session(client, coordinator, own):
    person = factories.user(Role.EDITOR, own)
    enter(client, person)
    client.get(reverse("workspace"))
    person.close(by=coordinator)
    person.reopen(by=coordinator)
    assert client.get(reverse("workspace")).status_code == 302
    person = User.objects.get(pk=person.pk)
    assert (person.is_active, person.waits) == (True, True)
    assert Invitation.objects.open_for(person)
    assert not Membership.objects.held_by(person).exists()


def test_the_second_who_closes_or_opens_is_told(coordinator, administrator, own):
    person = factories.user(Role.EDITOR, own)
    late = User.objects.get(pk=person.pk)
    person.close(by=coordinator)
    with pytest.raises(Meanwhile):
        late.close(by=administrator)
    person.reopen(by=coordinator)
    with pytest.raises(Meanwhile):
        late.reopen(by=administrator)
    assert Message.objects.filter(kind="account_closed").count() == 1


@pytest.mark.parametrize(
    ("by", "role", "where", "allowed"),
    [
        ("main_user", Role.EDITOR, "own", True),
        ("main_user", Role.EDITOR, "unit", True),
        ("main_user", Role.MAIN_USER, "own", True),
        ("main_user", Role.COORDINATOR, "own", False),
        ("main_user", Role.AUDITOR, "own", False),
        ("main_user", Role.EDITOR, "foreign", False),
        ("main_user", None, "own", False),  # nobody's person
        ("coordinator", Role.EDITOR, "foreign", True),
        ("coordinator", Role.COORDINATOR, "foreign", True),
        ("coordinator", Role.REFERRAL_COORDINATOR, "own", False),
        ("coordinator", Role.ADMINISTRATOR, "own", False),
        ("coordinator", None, "own", True),
        ("administrator", Role.ADMINISTRATOR, "foreign", True),
    ],
)
def test_an_account_is_closed_by_who_may_end_every_role_of_it(request, by, role, where, allowed):
    person = factories.user(role, request.getfixturevalue(where))
    assert may_manage(request.getfixturevalue(by), person) is allowed


def test_one_role_elsewhere_is_enough_to_be_out_of_a_main_users_hands(main_user, own, foreign):
    person = factories.user(Role.EDITOR, own)
    assert may_manage(main_user, person)
    Membership.objects.grant(person, foreign, Role.EDITOR)
    assert not may_manage(main_user, person)
    for verb in (person.close, person.invite_again):
        with pytest.raises(PermissionDenied):
            verb(by=main_user)


def test_nobody_closes_or_opens_the_own_account(administrator):
    assert not may_manage(administrator, administrator)
    with pytest.raises(PermissionDenied):
        administrator.reopen(by=administrator)


def test_a_superusers_account_is_closed_by_an_administrator_alone(coordinator, administrator):
    person = User.objects.create_superuser("su@example.org", "salasana", name="Su")
    assert (may_manage(coordinator, person), may_manage(administrator, person)) == (False, True)


def test_the_messages_of_people_name_no_role_and_no_organisation(coordinator, own, language):
    from outbox import letters

    person = factories.user(Role.EDITOR, own, language=language)
    person.memberships.get().end(by=coordinator, version=1)
    person.close(by=coordinator)
    person.reopen(by=coordinator)
    for message in Message.objects.filter(kind__in=["roles_changed", "account_closed"]):
        letter = letters.written(message)
        text = f"{letter.subject} {letter.text} {letter.html}"
        assert own.name not in text
        assert "editor" not in text
        assert person.name not in text
        assert "%(" not in text


# ------------------------------------------------------------ an invitation for which no role is left
def withdrawn(person):
    return Invitation.objects.find(person.invitation.token) is None


@pytest.mark.parametrize("sent", [True, False])
def test_with_the_last_role_an_open_invitation_ends_and_the_person_is_told_why(
    main_user, own, sent, client, language
):
    person = invite(own, main_user)
    if sent:
        Message.objects.update(state=Message.State.SENT, ended_at=timezone.now())
    (row,) = person.memberships.all()
    row.end(by=main_user, version=row.version)
    assert withdrawn(person)
    waiting = list(Message.objects.waiting().values_list("kind", flat=True))
    assert waiting == (["invitation_withdrawn"] if sent else [])  # what never left need not be taken back
    assert "invitation_withdrawn" in {line.action for line in Entry.objects.about("person", person.pk)}
    with override(language):
        shown = enter(client, main_user).get(reverse("person", args=[person.pk]))
        over = client.get(reverse("invitation", args=[person.invitation.token]))
    assert {"fi": "Kutsu peruttiin", "sv": "Inbjudan återtogs"}[language] in shown.text
    assert {"fi": "kutsu on peruttu", "sv": "inbjudan återtagits"}[language] in over.text


def test_an_invitation_lasts_with_another_role_and_ends_with_what_undoes_the_end(main_user, own):
    person = invite(own, main_user)
    other = Membership.objects.give(person, own, Role.ADVISER, by=main_user)
    other.end(by=main_user, version=1)
    assert not withdrawn(person)
    with transaction.atomic():
        person.memberships.lasting().get().end(by=main_user, version=1)
        transaction.set_rollback(True)
    assert not withdrawn(person)


def test_an_invitation_ends_with_the_last_day_of_the_last_role(main_user, own, monkeypatch):
    person = invite(own, main_user)
    row = person.memberships.get()
    row.set_last_day(timezone.localdate(), by=main_user, version=1)
    assert not withdrawn(person)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert withdrawn(person)
    assert not person.invitation.accept("sininen polkupyörä pihalla")


def test_whose_account_was_opened_again_comes_in_without_a_role(coordinator, own):
    person = invite(own, coordinator)
    person.close(by=coordinator)
    person.reopen(by=coordinator)
    assert Invitation.objects.open_for(person)


def test_a_role_for_who_waits_without_an_invitation_brings_a_new_one(main_user, own):
    person = invite(own, main_user)
    person.memberships.get().end(by=main_user, version=1)
    Message.objects.waiting().stop(timezone.now())
    Membership.objects.give(person, own, Role.ADVISER, by=main_user)
    assert Invitation.objects.open_for(person)
    assert list(Message.objects.waiting().values_list("kind", flat=True)) == ["invitation"]
