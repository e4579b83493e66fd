"""Days and times in words: ``ti ja to klo 10–10.45``, ``ti och to kl. 10–10.45``."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_SHORT = {
    1: lambda: pgettext("short day", "Mon"),
    2: lambda: pgettext("short day", "Tue"),
    3: lambda: pgettext("short day", "Wed"),
    4: lambda: pgettext("short day", "Thu"),
    5: lambda: pgettext("short day", "Fri"),
    6: lambda: pgettext("short day", "Sat"),
    7: lambda: pgettext("short day", "Sun"),
}


def listed(words):
    """``a, b and c`` in the page's language, without a comma before the last."""
    words = [str(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def clock(time):
    """9.00 → 9, 9.30 → 9.30."""
    return date_format(time, "G" if time.minute == 0 else "G.i") if time else ""


def span(starts_at, ends_at):
    return f"{clock(starts_at)}–{clock(ends_at)}" if ends_at else clock(starts_at)


def weekly(schedules):
    """All weekly times in one line; days with the same times together."""
    days = {}
    for row in sorted(schedules, key=lambda row: (row.weekday, row.starts_at)):
        days.setdefault((row.starts_at, row.ends_at), []).append(row.weekday)
    lines = [
        _("%(days)s at %(times)s") % {"days": listed(_runs(dict.fromkeys(own))), "times": span(*times)}
        for times, own in days.items()
    ]
    return "; ".join(lines)


def _runs(weekdays):
    """Three days or more in a row as one: Mon, Tue, Wed, Sat → Mon–Wed, Sat."""
    runs = []
    for day in weekdays:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        names = [_SHORT[day]() for day in run]
        yield from [f"{names[0]}–{names[-1]}"] if len(run) > 2 else names


def season(row):
    """When a row is in force: from–to, from, until, or nothing."""
    begins = row.valid_from and date_format(row.valid_from, "SHORT_DATE_FORMAT")
    ends = row.valid_to and date_format(row.valid_to, "SHORT_DATE_FORMAT")
    if begins and ends:
        return f"{begins} – {ends}"
    if begins:
        return _("from %(date)s") % {"date": begins}
    return _("until %(date)s") % {"date": ends} if ends else ""
