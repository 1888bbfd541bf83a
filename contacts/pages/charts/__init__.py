"""Geometry of the drawings: numbers in, positions out. Templates turn positions into SVG."""
