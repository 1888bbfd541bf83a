"""The form, and what came of what was sent with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contacts.models.tip import TipKind
from contacts.pages.contact import absolute
from contacts.record.moment import holding, now
from contacts.tips import stamp
from contacts.tips.about import About, find_about
from contacts.tips.forms import TRAP, TipForm
from contacts.tips.guard import Refused, check_form, sender_of
from contacts.tips.outcome import outcome
from contacts.tips.receive import Message, SentBefore, receive

INVALID, TOO_MANY = 422, 429

EXPIRED = (
    "Your browser did not send back the cookie that came with this form, so it may not have come from you. What you wrote is "
    "below: send once more. If that fails as well, allow cookies for this site; the one that is set serves this alone."
)
SENT_BEFORE = "You sent something with this form already. If this is another message, send once more."


class _Check(CsrfViewMiddleware):
    """Django's own check, giving the reason back instead of a page that would lose what was typed."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _is_forged(request: HttpRequest) -> bool:
    check = _Check(lambda _: HttpResponse())
    check.process_request(request)
    return check.process_view(request, None, (), {}) is not None  # type: ignore[arg-type]


def at_one_moment(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view ask once how far the record reaches, as pages that are kept do. Queries: 1."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        with holding(now()):
            return view(*args, **kwargs)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # for the view checks by itself
@at_one_moment
def send(request: HttpRequest) -> HttpResponse:
    """Show the form, prefilled with `?about=` an id and `?kind=`; take it, and lead on to the private page of the tip.

    Queries: 1, with a record 2. Taking: 10 with a contact, see `receive`.
    """
    if request.method != "POST":
        return _empty(request)
    form = TipForm(request.POST)
    valid = form.is_valid()
    refusal = _refusal(request, form)
    if refusal is None and valid:
        try:
            return _taken(request, form)
        except SentBefore:
            refusal = Refused(SENT_BEFORE)
            form.restamp()
        except Refused as refused:
            refusal = refused
    form.renew()
    status = TOO_MANY if refusal and refusal.wait else INVALID
    response = _form(request, form, about=form.found, refusal=refusal.message if refusal else "", status=status)
    if refusal and refusal.wait:
        response["Retry-After"] = str(refusal.wait)
    return response


def _empty(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("about", "")[:200]
    about = find_about(wanted) if wanted else None
    kind = request.GET.get("kind", "")
    if kind not in TipKind.values:
        kind = TipKind.WRONG if about else ""
    initial = {"about": about.record_id if about else "", "kind": kind, "stamp": stamp.fresh().signed()}
    return _form(request, TipForm(initial=initial), about=about)


def _refusal(request: HttpRequest, form: TipForm) -> Refused | None:
    if _is_forged(request):
        return Refused(EXPIRED)
    try:
        check_form(trap=form.data.get(TRAP, ""), stamp=form.came_with, text=form.data.get("text", ""))
    except Refused as refused:
        return refused
    return None


def _taken(request: HttpRequest, form: TipForm) -> HttpResponse:
    mark = form.came_with
    assert mark is not None  # else it was refused
    values = form.cleaned_data
    message = Message(values["kind"], values["text"], values["source"], values["name"], values["email"], form.found)
    receive(message, token=mark.token, sender=sender_of(request))
    return HttpResponseRedirect(reverse("tips:sent", args=[mark.token]), status=303)


def _form(request: HttpRequest, form: TipForm, *, about: About | None, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "about": about,
        "refusal": refusal,
        "faulty": [field for field in form if field.errors],
        "days": settings.TIP_PERSONAL_DAYS,
    }
    return render(request, "pages/tip.html", context, status=status)


@require_safe
@never_cache
@at_one_moment
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Show a sender what came of a tip, and nothing of what was sent. Queries: 3 with the seq, see `outcome`."""
    found = outcome(token)
    if found is None:
        response = render(request, "404.html", {"path": request.path}, status=404)
    else:
        context = {"outcome": found, "address": absolute(request, request.path), "days": settings.TIP_PERSONAL_DAYS}
        response = render(request, "pages/tip_sent.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
