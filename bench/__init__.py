"""How fast dialograph is, beside its peers, over data shaped like ours: ``python -m bench``."""
