"""Work off the window's thread: jobs that write, reads that do not."""
