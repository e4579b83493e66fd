"""Tables as referrals will have them, made by migration operations for one test and gone with it."""

from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from organisations.row_security import Policy, ProtectRows, given, in_scope, own_rows

APP = "walls"
IN_CASE = f"""EXISTS (
    SELECT FROM walls_case c WHERE c.id = case_id
    AND ({in_scope("c.municipality_id", "munis")} OR {in_scope("c.unit_id", "units")}) %s
)"""
OPERATIONS = [
    CreateModel(
        "Case",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("municipality_id", models.CharField(max_length=3)),
            ("unit_id", models.BigIntegerField()),
            ("state", models.CharField(max_length=10, default="draft")),
        ],
    ),
    CreateModel(
        "Person",  # what names somebody: no policy of the referral coordinator
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("case", models.ForeignKey("walls.Case", models.CASCADE)),
            ("name", models.CharField(max_length=50)),
        ],
    ),
    CreateModel(
        "Task",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("case", models.ForeignKey("walls.Case", models.CASCADE)),
            ("municipality_id", models.CharField(max_length=3)),
            ("team_id", models.BigIntegerField()),
            ("state", models.CharField(max_length=10, default="sent")),
        ],
    ),
    ProtectRows("Case", [own_rows(munis="municipality_id", units="unit_id")]),
    ProtectRows("Person", [Policy("with_its_case", using=IN_CASE % "", check=IN_CASE % "")]),
    ProtectRows(
        "Task",
        [
            own_rows(munis="municipality_id", units="team_id"),
            Policy("sent_elsewhere", check=IN_CASE % "AND c.state IN ('draft', 'sent')", command="INSERT"),
            Policy("county_reads", using=given("county"), command="SELECT"),
            Policy("county_moves", using=given("county"), check=given("county"), command="UPDATE"),
        ],
    ),
]


def make():
    """Runs the operations; returns the state that holds the models."""
    state = ProjectState()
    with connection.schema_editor() as editor:
        for operation in OPERATIONS:
            before = state.clone()
            operation.state_forwards(APP, state)
            operation.database_forwards(APP, editor, before, state)
    return state


def unmake():
    states = [ProjectState()]
    for operation in OPERATIONS:
        states.append(states[-1].clone())
        operation.state_forwards(APP, states[-1])
    with connection.schema_editor() as editor:
        for number in reversed(range(len(OPERATIONS))):
            OPERATIONS[number].database_backwards(APP, editor, states[number + 1], states[number])


def tables(state):
    return [state.apps.get_model(APP, name) for name in ("Case", "Person", "Task")]
