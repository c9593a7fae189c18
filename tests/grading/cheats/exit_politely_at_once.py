"""Ends by an exception before anybody can call anything."""
raise SystemExit(0)
