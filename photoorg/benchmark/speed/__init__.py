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
  was not asked for before). An index of trigrams finds "IMG_20190517" no sooner, as names are dates
  and numbers, and costs every scan 32 us and 125 bytes a photo; so a new word stays above 5 ms.
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
  menus are drawn last. First paint 1.5, wall 3.4 to 3.7. What is left of the wall, besides Qt's own
  enumerations (30): records 20, catalogue 40, widgets 75 (the first line edit 9), ids 60 in the
  thread, for which both threads wait for the interpreter; to paint the first page before all ids
  are read would save these.
"""
