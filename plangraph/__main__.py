"""`python -m plangraph` is the command line."""

from plangraph.app.cli import main

if __name__ == "__main__":
    main()
