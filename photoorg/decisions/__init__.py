"""What the user did, its inverse and its effect. Pure Python, no storage, no window."""
