"""Who opens which address of referrals, for the matrix: rows of the own organisation, which sends to itself, and of
foreign ones.
"""

from types import SimpleNamespace

from organisations.models import Organisation
from tests import factories
from tests.referrals.scene import agreement, kind, referral, team, unit

WORKING = {"professional", "adviser", "intake"}
RECEIVING = {"adviser", "intake"}
SENDING = {"professional"}
COUNTY = {"referral_coordinator"}
READING = {"coordinator", "referral_coordinator", "main_user", "editor"}  # figures

# {name: (roles, what they are answered, whose row it is)}
PAGES = {
    "referral_front": (WORKING | COUNTY, 200, ""),
    "referral_here": (WORKING | COUNTY, 200, ""),
    "referral_inbox": (RECEIVING, 200, ""),
    "referral_unit": (SENDING, 200, ""),
    "referral_group": ({"adviser"}, 200, ""),
    "referral_capacity": (RECEIVING, 200, ""),
    "referral_watch": (COUNTY, 200, ""),
    "referral_watched": (COUNTY, 200, "late"),
    "referral_watched_move": (COUNTY, 403, "late"),  # a note is not the coordinator's move
    "referral_unusual": ({"auditor"}, 200, ""),
    **dict.fromkeys(["referral_figures", "referral_figures_csv"], (READING, 200, "")),
    "referral_new": (SENDING, 200, ""),
    "referral_new_kind": (SENDING, 200, ""),
    "saved_texts": (WORKING, 200, ""),
    "referral_data_request": (WORKING, 200, ""),
    "referral_draft_client": (SENDING, 200, "draft"),
    "referral_draft_need": (SENDING, 200, "draft"),
    "referral_draft_send": (SENDING, 302, "draft"),
    "referral_draft_contacts": (SENDING, 302, "draft"),
    "referral_draft_kind": (SENDING, 200, "draft"),
    "referral_sent": (SENDING, 200, "referral"),
    "referral_copy": (SENDING, 200, "referral"),
    "referral_letter": (SENDING, 200, "referral"),
    "referral_case": (WORKING, 200, "referral"),
    "referral_move": (WORKING, 200, "referral"),
    "referral_identity_code": (WORKING, 200, "referral"),
    "referral_data": (WORKING, 200, "referral"),
    "referral_correct": (WORKING, 200, "referral"),
}
POSTED = ["referral_draft_discard", "referral_copy_of_data", "saved_text_delete"]
GET_ONLY = {"referral_front", "referral_here", "referral_new", "referral_unit", "referral_watch", "referral_watched",
            "referral_case", "referral_sent", "referral_copy", "referral_draft_contacts", "referral_unusual",
            "referral_figures", "referral_figures_csv"}  # fmt: skip

# The client's own pages: without a sitting they say that it is over.
OWN = {
    "own_referral": 200,
    "own_referral_link": 410,
    "own_new": 200,
    "own_new_kind": 200,
    **dict.fromkeys(["own_referral_page", "own_referral_log", "own_referral_data"], 410),
    **dict.fromkeys(["own_referral_download", "own_referral_close"], 405),
    **dict.fromkeys(
        ["own_referral_withdraw", "own_referral_consent", "own_referral_number", "own_referral_call",
         "own_referral_language", "own_referral_time", "own_referral_book", "own_referral_answer",
         "own_referral_send_on", "own_referral_reopen", "own_referral_follow_up"], 410,
    ),
}  # fmt: skip


def build(own):
    """``{row: {"own": …, "foreign": …}}`` of keys."""
    here = _scene(own, factories.user("professional", own), factories.user("adviser", own))
    county = factories.organisation(
        kind=Organisation.Kind.COUNTY, name_fi="Vieras alue", name_sv="Främmande område"
    )
    theirs = unit(county, "Vieras asema")
    there = _scene(theirs, factories.user("professional", theirs), factories.user("adviser", theirs))
    places = {"own": here, "foreign": there}
    return {
        "referral": {place: referral(made, "advising").referral_id for place, made in places.items()},
        "draft": {place: referral(made, "draft").referral_id for place, made in places.items()},
        "late": {place: _late(made) for place, made in places.items()},
    }


def _scene(own, nurse, adviser):
    made = SimpleNamespace(
        county=own, station=own, town=own, advice=own, nurse=nurse, adviser=adviser, kind=kind()
    )
    made.hamina = factories.municipality("075")
    made.team = team(own, made.kind)
    made.agreement = agreement(own, own, made.kind)
    return made


def _late(made):
    one = referral(made, "sent")
    type(one).objects.filter(pk=one.pk).update(prompted=3, prompted_at=one.created_at)
    return one.pk
