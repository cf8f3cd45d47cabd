"""Other dialogues and other tools: what they send us, and how they find what is ours."""
