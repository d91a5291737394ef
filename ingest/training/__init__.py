"""How the tagger is trained. For developers: users never train, and the package works without torch."""
