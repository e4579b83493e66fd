"""How often one person may do what is worth limiting, counted for all processes (cache ``default``)."""

import time

from django.core.cache import cache

HOUR, DAY = 3600, 24 * 3600
# {what: (how often, in how many seconds)}
LIMITS = {"send": (30, HOUR), "identity_code": (60, HOUR), "export": (5, DAY), "find_person": (20, HOUR)}
# of one network: requests for a link, codes of letters (own page)
LIMITS |= {"own_link": (20, HOUR), "own_letter": (20, HOUR)}
# of one sitting: what a client does, since each may be a message to somebody
LIMITS |= {"own_act": (30, HOUR)}
# of one referral: links sent by request (those that a move sends are not counted)
LIMITS |= {"own_link_sent": (3, DAY)}
# of all networks together: codes of residents' own referrals, since each text message costs
LIMITS |= {"own_code_email": (1000, HOUR), "own_code_sms": (200, HOUR), "own_code_sms_day": (1000, DAY)}
EVERYBODY = "all"


def seconds_to_wait(what, who):
    """Counts this time. 0 while it is within the limit, else the seconds until the window of the clock ends.

    ``who``: the id of a person, or the digest of a client's sitting. A page that fails afterwards takes its count
    back with its transaction on a cache in the database: refusals are answered, not raised.
    """
    most, window = LIMITS[what]
    now = int(time.time())
    key = f"limit:{what}:{who}:{now // window}"
    cache.add(key, 0, window * 2)
    try:
        number = cache.incr(key)
    except ValueError:  # thrown out between the two
        return 0
    return 0 if number <= most else window - now % window
