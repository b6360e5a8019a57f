"""Word lists as data, and the functions that read them. The README beside them has origin, licence and checksum of each."""
