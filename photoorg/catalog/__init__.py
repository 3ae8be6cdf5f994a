"""The catalogue: SQLite. The only place with SQL (thumbnails, a cache, have a file of their own).

Three kinds of rows, three writers: facts (roots, files, contents: the scanner), machine output
(features, runs, clusters, assignments: learning) and decisions (decisions, operations: the user).
Only `queries` merges them.
"""
