"""What corresponds to what between frameworks: read from the graph, exchanged as SSSOM."""
