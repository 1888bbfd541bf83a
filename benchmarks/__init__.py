"""Measures what a read and a publish cost. Nothing here is part of the site."""
