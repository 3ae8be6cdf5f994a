"""torch: the frozen backbone, the autoencoder, DEC, training, checkpoints, devices."""
