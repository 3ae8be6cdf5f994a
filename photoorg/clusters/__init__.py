"""numpy and scikit-learn: neighbours, number of clusters, tree, quality, titles, identity."""
