"""Spreadsheets to RDF: each table a file name, each row a resource, each bad cell a sentence."""
