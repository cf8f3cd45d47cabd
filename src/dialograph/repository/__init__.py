"""The writing side: a change is derived, judged, published as a version, and served."""
