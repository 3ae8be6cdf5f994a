"""The disk: walk, recognise, decode in worker processes, thumbnails, trash. Owns Pillow.

    walk        which files there are
    pool        worker processes with a deadline per file; the only way the program decodes
    worker      the loop inside such a process
    reader      one file -> Picture or Refused
    formats     what a file is, by its first bytes
    complete    is a file whole, or cut short
    tiff        the tag directories of TIFF and EXIF
    metadata    EXIF and XMP -> Metadata
    decode      bytes -> small upright pixels
    render      pixels -> sRGB thumbnail and mean colour
    reasons     the sentences a user reads about a file that was not read
    thumbnails  the store of thumbnails
    trash       to the trash and back; trash_search finds what a kill left there

`walk`, `pool`, `thumbnails` and `trash` import neither Pillow nor numpy, so that a window may
import them.
"""
