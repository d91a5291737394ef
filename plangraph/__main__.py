"""`python -m plangraph` is the command line."""

import sys

from plangraph.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
