"""Joined text over the source: paragraphs, headings, notes and tables, each character with its place."""

from plangraph.ingest.layout.blocks import blocks_of, front_matter
from plangraph.ingest.layout.front import Front
from plangraph.ingest.layout.lay_out import lay_out
from plangraph.ingest.layout.view import View

__all__ = ["Front", "View", "blocks_of", "front_matter", "lay_out"]
