"""Every number that states something, with its unit, bound, kind and what it is about."""
