"""Benchmarks: labelled folders and MNIST. Labels reach `metrics` only. Used by nothing else."""
