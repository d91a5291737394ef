"""A file becomes the text that all offsets point into."""
