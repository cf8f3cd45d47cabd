"""What is published about the dataset: its description and its downloads."""
