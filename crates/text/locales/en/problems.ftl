# What could not be read of a bundle, a log or a capture.
