"""The module's text."""
print(__doc__)
