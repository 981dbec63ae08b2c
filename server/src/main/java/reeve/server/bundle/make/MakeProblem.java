package reeve.server.bundle.make;

/** Why a bundle could not be made. */
public enum MakeProblem {
  /** The folder with what goes in cannot be read, or the file cannot be written. */
  FILES,
  /** Something was left that cannot be sealed into a bundle as it is. */
  CONTENTS,
  /** The signature could not be made. */
  SIGNATURE,
  /** The process's memory did not suffice. */
  MEMORY,
  /** Somebody ended it. */
  CANCELLED,
  /** The process ended before the bundle was whole; worth a retry. */
  STOPPED,
  /** It met what nobody foresaw. */
  BROKEN
}
