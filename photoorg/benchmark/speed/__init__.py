"""Speed, memory and start-up, each as a ratio to a floor or a plain peer: `benchmark speed`.

    run        one part after another, progress, the files
    plan       how large everything is for a `--size`
    measure    in turn (a b a b ...), medians, percentiles, exponents
    rows       one line of the result, and its bar
    photos     drawn photos, or the user's own; never written to
    bare       what others do at least: the decoders alone
    reading    full pass, two cores, first sight; `formats`: the slower ones
    rescan     a folder in which nothing changed
    learning   embedding and training steps
    libraries  made-up libraries of any size; `settled`: one that is grouped
    views      pages, jumps and counts of a million rows
    adding     new photos until they stand in their clusters
    storage    thumbnails on disk, memory of a scan
    growth     cost by library size
    window     start-up, wall, stalls; `screen` starts the modules of `apart` for it
    table, plots, against    what comes of it

A row whose bar does not hold stays, with the reason; so does one that this machine can not measure.

What was found by profiles, changed and won (CPU time, ratios within one run; on a loaded machine):

- Embedding, 1.30 of the bare forward pass: of 22 ms a photo 5.2 were the eight cues of the pixels,
  taken in one thread while the others waited: numpy's extremes over an axis of three, and medians
  by sorting. Now plane by plane and by a histogram of the steps, in the worker threads: 0.4 ms, the
  same bytes (compared on 190 photos).
- Rescan, 10.4 of scandir and stat: a dataclass, a dictionary entry and ten calls a file, a look-up
  of each thumbnail, and the order of the whole library made anew each time. Now what is there and
  what is known are two sets of (path, size, time), subtracted in C; thumbnails are counted, and
  looked up only if some are missing; the order is made only after a change (triggers count them):
  3.3. Of that, a third was SQLite reading rows of 500 bytes for 50 of them: now from an index of
  its own (2.9 to 0.9 us; 52 bytes a photo). The walk keeps names, sizes and times in columns, makes
  all names of a folder paths at once, and the folder's files are taken out of what is known in one
  operation (5.1 to 3.8 us). 8.6 to 5.3 us a file where scandir and stat take 2.8: 1.9.
- Views of a million rows (CPU time): a rectangle over the date line, 39 ms, read by latitude around
  the whole earth; now by cells of 5 degrees (5). "JPEG over 500 kB, not reviewed", 111, passed over
  700,000 index entries; now what it leaves out is counted: the small ones and the reviewed (7). A
  word in a path, 180: `LIKE` on each; now found in one text in memory (2, and 30 for a word that
  was not asked for before: 24 to search 38 MB, 1.6 GB a second, which is what Python's search does;
  the system's own `memmem` takes 12, so 5 is out of reach of any search from end to end). An index
  of trigrams finds "IMG_20190517" no sooner, as names are dates and numbers, and costs every scan
  32 us and 125 bytes a photo; so a new word stays above 5 ms. A large cluster with a rating, 13:
  passed over 72,500 entries; now an index of the rated photos of each cluster (1.1; with six
  conditions 11 to 2.3), which only rated photos pay for.
- Thumbnails, 16.6 kB a photo: JPEGs of 11 kB at quality 85 in pages of 16 kB, one a page. Now with
  Huffman tables of their own in pages of 2 kB: about 11 kB; a random read 8 us instead of 6, a
  write 0.2 ms more. Quality 75 would make it 8.6 kB and the bar, but features are made from
  thumbnails: it cost 1 % of the junk found (0.992 to 0.982, mean of 3 seeds), which is worth more.
- Full pass, 1.24: the file was read in two parts that were then joined, a copy of every byte; now
  at once. The rest is SHA-256 (1.9 ms of 38 on that machine), colour instead of grey, shrinking
  from 500 to 256 pixels (1.1) and to the network's 224 (0.9): each needed, none can be skipped.
- Start-up, first paint 2.9 of a bare window, wall of 100,000 photos 4.4: 125 modules and all views
  came before anything was shown (CPU time: Qt 120 ms, its `Qt` namespace 20, 58 dataclasses 65,
  `cli` and `library` 85, the window's modules 170, building 130; a bare window is 163). Now in
  three steps. The frame, in its place and colours, is painted after eleven modules: 182 ms. Then
  what is seen of a library (90 modules, 180 ms), while a thread reads all photos' ids and the
  numbers; the wall is painted before the tree is made, which takes 120 ms for 4,800 days. Then, one
  a turn of the loop, who answers keys and menus; views and sheets are made when first shown
  (`gui.parts`). Records are imported by theme, what only annotations need not at all (a lint rule
  keeps it so), what the library does with decisions when it is first done (`late`), 50 icons of
  menus are drawn last. First paint 1.5, wall 3.4 to 3.7.
- The wall again, 3.6 of a bare window by CPU time of the process. The ids of 100,000 photos and the
  numbers of the tree, 110 ms in a thread, for which both threads waited for the interpreter: now a
  page of 400 (3 ms), painted in a wall as long as the tallies say, and the rest after it; a key
  that leads to what is not there yet waits for it (`gui.models.coming`). 273 enumerations, which
  PySide makes in Python when it first meets a type (62 ms, now 174 and 40): a plain QWidget that is
  asked of Qt, as a tree's viewport is, makes it look through all widgets (15), `setStyle`, `style`
  and the painter of the tree bring QStyle (8 to 12), `fillRect` the gradients (3); accessibility,
  message and file boxes come when used. The collector of cycles, 190 turns over what is there for
  good, 30 ms: off until the window is made. PySide reads the source of each module that is imported
  after it and keeps its lines, 114 modules, 20 ms and some MB: told not to (`gui.features`). Of
  the catalogue and of the records comes what the first page needs (library 35 to 11 ms), 20 dim
  icons are tinted, not drawn. Wall 2.25, first paint 1.35 to 1.4, welcome 2.8 to 2.4, all parts 4.5
  to 3.2 (a loaded machine: least of several, in turn). What is left beside what a bare window does
  (180 ms): Qt's enumerations 40, widgets 55, records and catalogue 25, the window's modules 45.
- Fifty photos to 20,000, 15 s: five of them imported torch and timm after the last photo was read,
  3.6 projected the whole library anew to put fifty on its map. Now imported beside reading
  (`pipeline.preloading`: recognising 5.1 to 1.2 s, reading 1.6 to 4.5), and projected as the
  training did (4.6 to 1.5): 12.9 s, on a slower day. A good part of them put all photos into a
  new order: none of the made-up ones said its zone, so the first that did moved them all, as
  happens once in a real library. Now they say it: 7.8.
- DEC on pixels, one network on one thread: two replicas on two threads that meet every eight steps
  (`learn.replicas`): 9 to 4.7 s for 70,000 digits. Codes are computed in slices that fit the core's
  cache (`Design.together`): 50 to 24 us each.
"""
