"""The Qt window. Imports pipeline and base modules, nothing heavier."""
