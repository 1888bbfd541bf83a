"""Pages for addresses that lead nowhere: what was wrong, and the nearest address that works.

Withdrawn records answer 410 from `contacts.pages.addresses`.
"""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template import loader
from django.urls import reverse

from contacts.record.filters import BadFilter, Filters


def bad_filter(request: HttpRequest, error: BadFilter, url_name: str) -> HttpResponse:
    """Answer 400 with what was wrong in the address and a link to the nearest valid one of the same page."""
    context = {
        "message": error.message,
        "nearest": reverse(url_name) + (f"?{error.nearest}" if error.nearest else ""),
        "choices": [choice.label for choice in Filters.parse(QueryDict(error.nearest)).active()],
    }
    return render(request, "400.html", context, status=400)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 where Django itself refuses a request. The exception's text stays in the log."""
    try:
        request.GET  # noqa: B018
    except SuspiciousOperation:  # too many parameters; the header of every page reads them as well
        request.GET = QueryDict()
    return render(request, "400.html", {"message": "The server could not make sense of this request."}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 and offer a search for the words of the address."""
    words = " ".join(part for part in request.path.replace("-", " ").split("/") if part and not part.isdigit())
    return render(request, "404.html", {"path": request.path, "words": words[:80]}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a page that needs nothing: no context, no database, no other template."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)
