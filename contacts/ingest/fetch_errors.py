"""The ways in which fetching a page can fail, by name; each message says what was wrong and what to do."""


class FetchError(Exception):
    """A page could not be had. `retry` says whether trying later may help, `retry_after` how long the server asks to wait.

    Units: retry_after in seconds, None when the server names no time.
    """

    retry: bool = False

    def __init__(self, message: str, *, retry: bool | None = None, retry_after: int | None = None) -> None:
        """Hold the message for the editor; `retry` overrides what the kind of error says of itself."""
        super().__init__(message)
        if retry is not None:
            self.retry = retry
        self.retry_after = retry_after


class Refused(FetchError):
    """We do not go to this address: wrong scheme, odd port, private network, too many redirects, bad certificate."""


class Unreachable(FetchError):
    """The host does not answer, or its name is not known."""

    retry = True


class TooSlow(FetchError):
    """The page did not arrive whole within the time allowed."""

    retry = True


class TooLarge(FetchError):
    """The page is larger than any article, packed or unpacked."""


class NotAnArticle(FetchError):
    """Something arrived, but no text that can be read: a PDF, a picture, an empty page."""


class HttpStatus(FetchError):
    """The server answered with an error. `status` is its number."""

    def __init__(self, message: str, *, status: int = 0, retry: bool | None = None, retry_after: int | None = None) -> None:
        """Hold the message and the server's number."""
        super().__init__(message, retry=retry, retry_after=retry_after)
        self.status = status
