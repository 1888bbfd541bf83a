"""Rows of the workshop as sheets of a spreadsheet: read from CSV and XLSX, held against what the workshop has, written out.

Promises: nothing here writes to the database; a cell that cannot be taken is named by row and column, with what to do about it;
what is written out reads back as the same values.
"""
