"""The work of one request: who asks, one transaction, the rows it may see, and what was refused.

A page behind sign-in is made inside one transaction whose lines of the log are written before the page leaves:
if anything fails, nothing was done and nothing is shown. It is opened by ``process_view`` (later than every gate
that may still refuse) and closed in ``__call__``, because a middleware sees no exception of a view but in
``process_exception``. Public pages ask nothing; pages of sign-in count failures that must survive, so they keep
their own transactions.
"""

from contextlib import ExitStack

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.cache import patch_cache_control

from audit import trail
from organisations.acting import actor_of, memberships_of
from organisations.scope import scope_of, within
from organisations.signin.visitor import network_of

from . import branches

SERVER_ERROR = 500


class StreamedBehindSignIn(Exception):
    """A page made after its transaction would be empty on PostgreSQL and unlogged everywhere: build it whole."""


class Work:
    """Middleware; the last one of all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with trail.request(network=network_of(request)) as asked:
            request.work = Transaction(asked)
            try:
                response = self.get_response(request)
                request.work.end(response)
            except BaseException as error:
                request.work.fail(error)
                raise
            if asked.denials:
                with transaction.atomic():
                    trail.write_denials(asked)
        if not public(request):
            patch_cache_control(response, no_store=True, private=True)
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        if public(request) or not request.user.is_authenticated:
            return
        request.work.asked.actor = actor_of(request.user, memberships=(held := memberships_of(request.user)))
        if not signing_in(request) and DEFAULT_DB_ALIAS not in getattr(view_func, "_non_atomic_requests", ()):
            request.work.begin(request.user, held)

    def process_exception(self, request, exception):
        """Undone at once: who answers the exception (another middleware, the 404 page) asks the database anew."""
        request.work.fail(exception)


class Transaction:
    """Open between ``begin`` and ``end`` or ``fail``; otherwise both do nothing."""

    def __init__(self, asked):
        self.asked, self.stack = asked, None

    def begin(self, user, memberships):
        with ExitStack() as stack:
            stack.enter_context(transaction.atomic(durable=True))
            stack.enter_context(within(scope_of(user, memberships)))
            self.stack = stack.pop_all()

    def end(self, response):
        if self.stack and response.streaming:
            raise StreamedBehindSignIn
        if self.stack and response.status_code >= SERVER_ERROR:
            transaction.set_rollback(True)
        stack, self.stack = self.stack, None
        if stack:
            stack.close()

    def fail(self, error):
        stack, self.stack = self.stack, None
        if stack:
            stack.__exit__(type(error), error, error.__traceback__)


def signing_in(request):
    return request.resolver_match.route.startswith(branches.sign_in())


def public(request):
    """Whether the page is the same for everybody: nothing of a person is asked for it."""
    match = request.resolver_match
    if match is None:
        return True
    return not getattr(match.func, "login_required", True) and not signing_in(request)
