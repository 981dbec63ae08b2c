package reeve.server.transparency;

/** So much of a log: its first entries, whose records are counted. */
record Covered(String origin, long size) {}
