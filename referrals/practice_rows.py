"""What stands around a synthetic referral: client, need, events, consents, attempts, plan, outcome."""

import json

from organisations.models import User
from organisations.signin import practice

from . import lifecycle
from .models import Agreement, Asked, Attempt, Client, Consent, Event, Meeting, Outcome, Plan

FIRST = [
    "Eeva",
    "Matti",
    "Liisa",
    "Kalle",
    "Anna",
    "Ville",
    "Maija",
    "Esa",
    "Tuula",
    "Pekka",
    "Saara",
    "Olli",
    "Ritva",
    "Juha",
    "Helmi",
    "Antti",
    "Sofia",
    "Lars",
]
LAST = ["Esimerkki", "Malli", "Testi", "Näyte", "Kokeilu", "Mallikas", "Exempel"]
GOALS = [
    "Jaksan kävellä kauppaan ja takaisin ilman taukoa.",
    "Haluan löytää ryhmän, johon on helppo tulla.",
    "Haluan nukkua paremmin ja saada päiviin rytmin.",
    "Haluaisin tavata muita edes kerran viikossa.",
]
NEXT_STEP = "Kokeile ryhmää maanantaina, sitten sovitaan seuraava tapaaminen."
LETTER = {"ask": "I", "accept": "I", "decline": "I", "withdraw": "C", "cancel": "R", "lapse": "K"}


def person(role):
    return User.objects.filter(email=practice.address(role), practice=True).first()


class Rows:
    """For practising.Year, which has ``dice`` and ``numbers``, ``nurse``, ``intake`` and ``watcher``."""

    def _asked(self, referral, choices):
        dice, number = self.dice, next(self.numbers)
        name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
        swedish = dice.random() < 0.1
        Client.objects.create(
            referral=referral,
            name=name,
            birth_date=f"{dice.randint(1938, 2004)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
            phone=f"+3585000000{number}",
            email=f"asiakas{number}@example.org",
            channels=["phone", "sms", "email"][: dice.randint(1, 3)],
            contact_note="Arkisin klo 13–16.",
            language="sv" if swedish else "fi",
            non_disclosure=dice.random() < 0.02,
        )
        activity = {
            "brisk": dice.choice([0, 20, 40, 60, 90]),
            "vigorous": 0,
            "strength": dice.choice([0, 0, 1]),
        }
        Asked.objects.create(
            referral=referral,
            choices=json.dumps(choices),
            safe="yes" if referral.kind.asks_safety else "",
            activity=json.dumps(activity if referral.kind.asks_activity else {}),
            goal=dice.choice(GOALS),
            readiness=str(dice.randint(4, 9)),
            who5=str(dice.choice([32, 44, 52, 60])),
            maker_title=self.nurse.title,
            maker_phone=self.nurse.phone,
        )

    def _told(self, referral, assignment, steps):
        before = "draft"
        for version, (move, at) in enumerate(steps, start=1):
            row = lifecycle.row(before, move)
            after = assignment.state if version == len(steps) else row.to
            letter = LETTER.get(move, "R" if move == "send" else "A")
            person = {"R": self.nurse, "C": None, "K": self.watcher}.get(
                letter, assignment.adviser or self.intake
            )
            Event.objects.create(
                assignment=assignment,
                referral=referral,
                at=at,
                actor_id=person.pk if person else None,
                actor_label=str(person)[:150] if person else "",
                letter=letter,
                move=move,
                from_state=before,
                to_state=after,
                reason=assignment.reason if version == len(steps) else "",
                version=version,
            )
            before = after

    def _consents(self, referral, team, sent):
        key = (team.pk, referral.kind_id)
        if key not in self.agreements:
            self.agreements[key] = Agreement.objects.between(
                referral.sender, team.organisation, referral.kind
            )
        found = self.agreements[key]
        for scope in (Consent.Scope.SHARE, Consent.Scope.FEEDBACK) if found else ():
            Consent.objects.record(
                referral, found, scope, how="oral", language=referral.client.language, by=self.nurse, now=sent
            )

    def _came(self, referral, assignment, sent):
        """Attempts, meetings, plan and outcome, as far as it came."""
        state, dice = assignment.state, self.dice
        for move in Event.objects.filter(assignment=assignment, move="attempt"):
            result = "no_answer" if state in ("contacting", "unreachable") else "reached"
            Attempt.objects.create(
                assignment=assignment,
                at=move.at,
                channel=dice.choice(["phone", "sms"]),
                result=result,
                by=assignment.adviser,
            )
        if state == "booked":
            Meeting.objects.create(
                assignment=assignment,
                at=assignment.booked_at,
                place=str(assignment.team.place),
                state="booked",
            )
        if assignment.started_at:
            Plan.objects.create(assignment=assignment, goals=dice.choice(GOALS), next_step=NEXT_STEP)
        if state == "completed":
            before = dice.choice([20, 40, 60, 90])
            change = dice.choice([-10, 0, 20, 30, 40, 40, 50, 60, 80])
            Outcome.objects.create(
                assignment=assignment,
                code=dice.choice(["started", "started", "continues", "advice"]),
                goal_met=dice.choice(["yes", "partly", "partly", "no"]),
                minutes_before=str(before),
                minutes_after=str(before + change),
                minutes_change=change,
                who5_change=dice.choice([-4, 0, 4, 8, 8, 12, 16]),
                fed_back=dice.random() < 0.8,
            )
