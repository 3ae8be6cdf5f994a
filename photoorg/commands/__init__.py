"""The commands by subject, and what they share; `cli` puts them together. Never imports Qt."""
