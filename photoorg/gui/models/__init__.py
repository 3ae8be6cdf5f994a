"""What the views paint from: tree, thumbnails, covers, whole photos."""
