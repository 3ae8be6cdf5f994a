"""Finds the packages; pyproject.toml cannot say that `resources` beside the code goes inside."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["photoorg", "photoorg.*"]), "photoorg.resources"])
