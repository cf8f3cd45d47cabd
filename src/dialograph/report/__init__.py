"""The alignment report: what a dialogue did on the objectives of a framework, and who says so."""
