"""Sheets and dialogs: delete, history, report, keys."""
