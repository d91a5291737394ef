"""What the sentences say of the things that they name."""
