"""Joined text over the source: paragraphs, headings, notes and tables, each character with its place."""
