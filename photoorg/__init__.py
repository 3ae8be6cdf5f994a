"""photoorg: a photo library grouped by what its pictures show.

The map of the package; data flows one way:

    files -> catalog -> embeddings -> clusters -> views -> decisions -> catalog

    records/, errors, paths, log, late       base modules: imported by all, import no other
    files/       the disk: walk, read, decode in worker processes, thumbnails, trash. Owns Pillow.
    catalog/     SQLite: schema, migrations, rows, queries. Owns SQL.
    learn/       torch: backbone, convolutional autoencoder, DEC. Arrays in, arrays out.
    clusters/    numpy and scikit-learn: how many clusters, hierarchy, quality, titles.
    places/      offline gazetteer: coordinates -> country, region, city.
    dates/       the ordered rules that date a photo, with the rule that did it.
    decisions/   what the user did, its inverse and its effect. Pure Python.
    pipeline/    the only joiner of the above: library, scan, embed, cluster, delete, jobs.
    gui/         the Qt window. Imports pipeline and base modules, nothing heavier.
    start        the window, or its job in the terminal where there is no screen.
    commands/, cli, output  the commands by subject, and what they print. Never Qt.
    benchmark/   MNIST and labelled folders. Uses pipeline and learn, is used by nothing.

    __main__ -> start, gui | cli -> pipeline -> the stages -> base modules

The stages never import each other; `tests/architecture` checks it.
"""

__version__ = "0.1.0"
