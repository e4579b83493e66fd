"""What pages that change something share: saying again who one is, and being told that another was first."""

from functools import wraps

from django.shortcuts import render

from organisations.signin.proof import ask_again, recently_confirmed, step_up


def asked_again(view):
    """Step-up for a page with a form. What was typed is kept when the five minutes passed meanwhile: nothing is done,
    and the page shows the form again with the way to say who one is. ``request.sure``: whether to do what was sent.
    """
    first = step_up(view)

    @wraps(view)
    def asked(request, *args, **kwargs):
        request.sure = request.method == "POST" and recently_confirmed(request)
        if request.method != "POST" or request.sure:
            return first(request, *args, **kwargs)
        request.confirm = ask_again(request).url
        answer = view(request, *args, **kwargs)
        answer.status_code = 403 if answer.status_code == 200 else answer.status_code
        return answer

    return asked


def meanwhile(request, person, row=None):
    """409: nothing was changed; who was first, and the way to how things are now."""
    if row is not None:
        row.refresh_from_db()
    return render(request, "workspace/meanwhile.html", {"person": person, "row": row}, status=409)
