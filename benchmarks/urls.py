"""The site's addresses, and the floor: constants of a given size through the same server and middleware."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler404, handler500
from config.urls import urlpatterns as site

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


@lru_cache
def _constant(size: int) -> bytes:
    return b"<!doctype html>".ljust(size, b"x")


def floor(request: HttpRequest, size: int) -> HttpResponse:
    """Answer with `size` bytes that cost nothing to make."""
    return HttpResponse(_constant(size))


urlpatterns = [path("floor/<int:size>/", floor), *site]
