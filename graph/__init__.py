"""Statements become graphs; graphs are queried and analysed."""
