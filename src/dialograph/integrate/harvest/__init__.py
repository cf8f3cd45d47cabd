"""Graphs taken in from elsewhere: fetched, mapped, judged, kept, or put aside with the reason."""
