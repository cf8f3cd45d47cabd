"""The catalogue of named queries, with parameters bound as terms."""
