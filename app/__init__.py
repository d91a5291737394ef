"""The faces: command line and viewer."""
