"""What is measured in a process of its own: these modules are run, and imported by nobody.

    bare     a plain PySide6 window, the peer
    start    photoorg's window on a library, until it and its wall are painted
    wall     the wall of photos: first paint, frames while it scrolls, memory
    work     stalls of the event loop while photos are read, learned, deleted
    scanned  memory of a scan, without a window

Each prints one JSON document. They alone in this package may import Qt and gui/; `screen` starts
them as `python -m` and reads what they print.
"""
