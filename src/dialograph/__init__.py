"""dialograph: the linked-data home of international migration dialogues."""

__version__ = "0.1.0"
