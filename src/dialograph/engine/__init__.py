"""The SPARQL engine behind a small interface: what answers queries, and what it refuses."""
