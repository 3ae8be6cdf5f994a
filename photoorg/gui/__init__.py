"""The Qt window. Imports pipeline and base modules, nothing heavier."""

from __future__ import annotations

from photoorg.gui import features

features.leave_out()  # before any other module of the window is imported
