"""The graph and where it comes from: shipped files, spreadsheets, quotes."""
