package reeve.server.watch.backtest;

/** Why a job over the archive gives nothing. */
public enum BacktestProblem {
  /** There is no archive, or it cannot be read. */
  NO_ARCHIVE,
  /** The period is none, or the archive holds no event of it. */
  EMPTY_PERIOD,
  /** The archive holds no event of that id. */
  NO_SUCH_EVENT,
  /** A rule set cannot be loaded. */
  NOT_LOADED,
  /** The job's memory did not suffice. */
  MEMORY,
  /** Somebody ended the job. */
  CANCELLED,
  /** The job's process ended before its result; worth a retry. */
  STOPPED,
  /** The job met what nobody foresaw. */
  BROKEN
}
