package reeve.server.watch.log;

/** Why the log refuses. */
public enum LogProblem {
  /** More bytes wait than the log holds; worth a retry a little later. */
  BUSY,
  /** An event, a batch or a name is larger than its limit; the batch is as before. */
  TOO_LARGE,
  /** The sequences of a batch do not ascend, or it mixes sequences and ids. */
  OUT_OF_ORDER,
  /** There are as many sources as the log keeps. */
  TOO_MANY_SOURCES,
  /** As many erasures wait as the log keeps; rewriting makes room. */
  TOO_MANY_MARKS,
  /** The offset is older than what is kept. */
  GONE,
  /** The offset lies beyond the end. */
  AHEAD,
  /** The directory holds no log. */
  NONE,
  /** A file does not hold what was written. */
  DAMAGED,
  /** A file is of a format that this version does not know. */
  OTHER_FORMAT,
  /** Another process has the log open. */
  IN_USE,
  /** A write or a flush failed: what the disk holds is not known until the log is opened anew. */
  STATE_UNKNOWN,
  /** A file could not be read; worth a retry. */
  UNREADABLE,
  /** The log was closed. */
  CLOSED
}
