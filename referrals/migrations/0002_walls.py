from django.db import migrations

from organisations.row_security import BY_JOBS, Policy, ProtectRows, given, in_scope

SENT = in_scope("a.sender_id", "units")
RECEIVED = in_scope("a.receiver_id", "units")
NEW = "('draft', 'sent')"


def assignment(where, condition):
    """There is an assignment by which the row is somebody's. Its own policies hold inside."""
    return f"EXISTS (SELECT 1 FROM referrals_assignment a WHERE {where} AND ({condition}))"  # noqa: S608


def own(name, condition):
    return Policy(name, using=condition, check=condition)


JOBS = own("jobs", BY_JOBS)
# The one referral that is named: by a client's checked link, or by the move that is being made.
NAMED = in_scope("referral_id", "referral")


def of_both(model):
    """Between the two units. The row's own column is named with its table: bare, it would be the assignment's."""
    own_column = f"referrals_{model.lower()}.referral_id"
    return f"{assignment(f'a.referral_id = {own_column}', f'{SENT} OR {RECEIVED}')} OR {NAMED}"


OF_TEAM = assignment("a.id = assignment_id", f"{RECEIVED} OR {in_scope('a.referral_id', 'referral')}")


def of_event(told):
    """The words of an event: the team's own, or meant for the reader."""
    return f"""EXISTS (
        SELECT 1 FROM referrals_event e JOIN referrals_assignment a ON a.id = e.assignment_id
        WHERE e.id = event_id AND ({told}))"""  # noqa: S608


WORDS = f"{RECEIVED} OR e.for_referrer AND {SENT} OR e.for_client AND {in_scope('a.referral_id', 'referral')}"


class Migration(migrations.Migration):
    """Personal data only for the two units between which a referral stands, the client and the jobs.

    The referral coordinator (``app.county``) reads and moves assignments and sees what carries no personal data:
    clients, what was asked, plans and words have no policy for it. What is nobody's here shows no row; the owner of the
    tables sees none either.
    """

    dependencies = [("referrals", "0001_initial"), ("organisations", "0006_canary")]

    operations = [
        ProtectRows(
            "Referral",
            [
                own(
                    "own_rows",
                    f"{in_scope('sender_id', 'units')} OR {in_scope('id', 'referral')}"
                    f" OR {assignment('a.referral_id = referrals_referral.id', RECEIVED)}",
                ),
                Policy("coordinator_reads", using=given("county"), command="SELECT"),
                JOBS,
            ],
        ),
        ProtectRows(
            "Assignment",
            [
                Policy(
                    "own_rows",
                    using=f"{in_scope('sender_id', 'units')} OR {in_scope('receiver_id', 'units')} OR {NAMED}",
                    command="SELECT",
                ),
                Policy(
                    "own_moves",
                    using=f"{in_scope('sender_id', 'units')} OR {in_scope('receiver_id', 'units')} OR {NAMED}",
                    check=f"{in_scope('sender_id', 'units')} OR {in_scope('receiver_id', 'units')} OR {NAMED}",
                    command="UPDATE",
                ),
                Policy("own_drafts", using=in_scope("sender_id", "units"), command="DELETE"),
                # The move names its referral (scope.of_referral) once it may have it: a redirect goes to another
                # organisation, and a policy here cannot ask the referral, whose own policy asks this table.
                Policy("new_of_named_referral", check=f"state IN {NEW} AND {NAMED}", command="INSERT"),
                Policy("coordinator_reads", using=given("county"), command="SELECT"),
                Policy("coordinator_moves", using=given("county"), check=given("county"), command="UPDATE"),
                JOBS,
            ],
        ),
        ProtectRows("Client", [own("own_rows", of_both("Client")), JOBS]),
        ProtectRows("Asked", [own("own_rows", of_both("Asked")), JOBS]),
        ProtectRows(
            "Consent",
            [
                own("own_rows", of_both("Consent")),
                Policy("coordinator_reads", using=given("county"), command="SELECT"),
                JOBS,
            ],
        ),
        ProtectRows(
            "Trace",
            [
                own("own_rows", of_both("Trace")),
                Policy(
                    "controller_reads",
                    using=f"what IN ('same_code', 'same_person') AND {in_scope('controller_id', 'controllers')}",
                    command="SELECT",
                ),
                JOBS,
            ],
        ),
        ProtectRows("Plan", [own("own_rows", OF_TEAM), JOBS]),
        ProtectRows(
            "Outcome",
            [
                own("own_rows", OF_TEAM),
                Policy(
                    "fed_back",
                    using=f"fed_back AND {assignment('a.id = assignment_id', SENT)}",
                    command="SELECT",
                ),
                JOBS,
            ],
        ),
        ProtectRows("Attempt", [own("own_rows", OF_TEAM), JOBS]),
        ProtectRows("Meeting", [own("own_rows", OF_TEAM), JOBS]),
        ProtectRows("FollowUp", [own("own_rows", OF_TEAM), JOBS]),
        ProtectRows(
            "Event",
            [
                Policy(
                    "of_own_assignments",
                    using="EXISTS (SELECT 1 FROM referrals_assignment a WHERE a.id = assignment_id)",
                    command="SELECT",
                ),
                Policy(
                    "added_to_own_assignments",
                    check="EXISTS (SELECT 1 FROM referrals_assignment a WHERE a.id = assignment_id)",
                    command="INSERT",
                ),
                JOBS,
            ],
        ),
        ProtectRows(
            "EventText",
            [
                Policy("own_words", using=of_event(WORDS), command="SELECT"),
                Policy(
                    "added_to_own_events",
                    check=of_event(f"{WORDS} OR {given('county')}"),
                    command="INSERT",
                ),
                JOBS,
            ],
        ),
        ProtectRows(
            "Link",
            [
                own("own_rows", of_both("Link")),
                own("shown_by_itself", f"{in_scope('token', 'link')} OR {in_scope('sitting', 'link')}"),
                own("coordinator_revokes", given("county")),
                JOBS,
            ],
        ),
    ]
