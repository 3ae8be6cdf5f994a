"""The only joiner of the stages: the library, and the jobs that work on it."""
