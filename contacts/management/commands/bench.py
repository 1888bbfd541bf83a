"""`manage.py bench`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from benchmarks import ingest, run


class Command(BaseCommand):
    """Measure what reads, a publication and the reading of articles cost."""

    help = "Measure the pages at two sizes of the record, beside the framework's floor, and the reading of articles; print ratios."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, how large and how long."""
        parser.add_argument("--only", choices=["pages", "ingest"], help="measure one of the two; both when left out")
        parser.add_argument("--small", type=int, default=1_000, help="contacts in the small record")
        parser.add_argument("--large", type=int, default=100_000, help="contacts in the large record; the first run fills it")
        parser.add_argument("--rounds", type=int, default=40, help="how often each page is asked for")
        parser.add_argument("--contacts", type=int, default=1_000_000, help="contacts that an article is matched against")
        parser.add_argument("--readings", type=int, default=3, help="how often each article is matched")
        parser.add_argument("--keep", action="store_true", help="keep the databases of the ingest for the next run")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON, in seconds")

    def handle(self, *, only: str | None, **options: Any) -> None:
        """Measure, then print tables."""
        found: dict[str, Any] = {}
        if only != "ingest":
            found["pages"] = run.run(options["small"], options["large"], options["rounds"], self._say)
        if only != "pages":
            found["ingest"] = ingest.run(options["contacts"], options["readings"], self._say, keep=options["keep"])
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
            return
        if "pages" in found:
            self._print_pages(found["pages"])
        if "ingest" in found:
            self._print_ingest(found["ingest"])

    def _say(self, line: str) -> None:
        self.stderr.write(line)

    def _print_pages(self, found: dict[str, Any]) -> None:
        self.stdout.write(f"\nFirst read, nothing kept (median, ms)     {found['small']:>9,} {found['large']:>9,}   growth")
        for name, times in found["first"].items():
            self.stdout.write(
                f"  {name:38} {times['small'] * 1000:9.1f} {times['large'] * 1000:9.1f}   {times['large'] / times['small']:6.2f}×"
            )
        self.stdout.write("\nRepeated read (median, ms)                     page     floor   of the floor's speed")
        for size, times in found["repeated"].items():
            for case in ("timeline", "contact"):
                page, floor = times[case], times[f"floor of {case}"]
                self.stdout.write(
                    f"  {case} ({found[size]:,} contacts){'':15} {page * 1000:9.2f} {floor * 1000:9.2f}   {floor / page:6.2f}"
                )
        small_ms, large_ms = (found["publish"][name] * 1000 for name in ("small", "large"))
        self.stdout.write(f"\nPublishing one changed contact (ms)       {small_ms:9.1f} {large_ms:9.1f}   {large_ms / small_ms:6.2f}×")

    def _print_ingest(self, found: dict[str, Any]) -> None:
        kinds = found["throughput"]
        self.stdout.write(f"\nReading without network, one process{'':6}" + "".join(f"{kind:>14}" for kind in kinds))
        rows = {
            "articles": [f"{each['articles']:,}" for each in kinds.values()],
            "kB an article": [f"{each['bytes'] / each['articles'] / 1000:.0f}" for each in kinds.values()],
            "articles a second of processor time": [f"{each['articles'] / each['processor']:.1f}" for each in kinds.values()],
            "articles a second": [f"{each['articles'] / each['seconds']:.1f}" for each in kinds.values()],
        }
        rows |= {
            f"{step} (ms an article)": [f"{each['steps'].get(step, 0) / each['articles'] * 1000:.1f}" for each in kinds.values()]
            for step in dict.fromkeys(step for each in kinds.values() for step in each["steps"])
        }
        for name, values in rows.items():
            self.stdout.write(f"  {name:40}" + "".join(f"{value:>14}" for value in values))
        sizes = found["contacts"]
        self.stdout.write(f"\nFinding candidates and matching (ms){'':6}{sizes['few']:>9,} contacts{sizes['many']:>13,} contacts   growth")
        for sort, times in found["matching"].items():
            for share in ("p50", "p95"):
                few, many = times["few"][share] * 1000, times["many"][share] * 1000
                self.stdout.write(f"  {f'{sort}, {share}':40}{few:>18.1f}{many:>22.1f}   {many / few:6.2f}×")
