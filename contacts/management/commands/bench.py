"""`manage.py bench`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from benchmarks.run import run


class Command(BaseCommand):
    """Measure what reads and a publish cost."""

    help = "Measure first and repeated reads at two sizes of the record, beside the framework's floor, and print ratios."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large and how long."""
        parser.add_argument("--small", type=int, default=1_000, help="contacts in the small record")
        parser.add_argument("--large", type=int, default=100_000, help="contacts in the large record; the first run fills it")
        parser.add_argument("--rounds", type=int, default=40)
        parser.add_argument("--json", action="store_true", help="print the figures as JSON, in seconds")

    def handle(self, *, small: int, large: int, rounds: int, **options: Any) -> None:
        """Measure, then print a table."""
        found = run(small, large, rounds, lambda line: self.stderr.write(line))
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
            return
        self.stdout.write(f"\nFirst read, nothing kept (median, ms)     {small:>9,} {large:>9,}   growth")
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
