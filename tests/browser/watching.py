"""What a browser complains of while a page is open."""

from playwright.sync_api import ConsoleMessage, Page, Request, Response


class Watched:
    """Collects errors of scripts, of the console (where violations of the content policy are told), and of the network."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.begin()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def begin(self, expected: tuple[str, ...] = ()) -> None:
        """Forget what was; from now on, complaints with any of these words in them are left out."""
        self.faults: list[str] = []
        self._expected = expected

    def _note(self, fault: str) -> None:
        if not any(words in fault for words in self._expected):
            self.faults.append(fault)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # the page was left before all had come
            self._note(f"request: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"answer: {response.status} {response.url}")
