"""Benchmarks: labelled folders and MNIST, by every known method and ours. Used by nothing else.

Labels reach `metrics` only: methods are given a `method.Task`, which has no place for one.
"""
