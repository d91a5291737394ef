"""Rule files and lexicons: data, each with its source, linted and tested like code. `loader` reads them."""
