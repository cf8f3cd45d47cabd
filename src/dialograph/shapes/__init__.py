"""SHACL: the one user of pyshacl, and reports that a person understands."""
