from django.db import migrations

from organisations.row_security import BY_JOBS, Policy, ProtectRows, by_owner, given


class Migration(migrations.Migration):
    """Lines of the log: anyone adds one, only the auditor's scope and the jobs read them.

    The owner of the table passes, so that commands of an installation with one role work and what it tries to change
    is refused aloud by the triggers; the application role is never the owner (organisations.row_security.faults).
    """

    dependencies = [("organisations", "0004_people"), ("audit", "0001_initial")]

    operations = [
        ProtectRows(
            "audit.Entry",
            [
                Policy("anyone_adds", check="true", command="INSERT"),
                Policy("auditor_reads", using=given("audit"), command="SELECT"),
                Policy("jobs_read", using=BY_JOBS, command="SELECT"),
                Policy("owner_passes", using=by_owner("audit_entry"), check=by_owner("audit_entry")),
            ],
        ),
    ]
