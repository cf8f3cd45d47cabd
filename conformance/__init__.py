"""The W3C test suites for SPARQL, run over HTTP against `dialograph serve`."""
