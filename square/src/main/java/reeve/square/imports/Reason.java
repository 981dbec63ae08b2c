package reeve.square.imports;

import java.util.Locale;

/** Why a line of a file was not imported; its lower-case name stands in the rejects file. */
enum Reason {
  /** A quote that never closes, or text behind a closing quote. */
  BROKEN_CSV,
  /** More or fewer columns than the first line names. */
  WRONG_COLUMN_COUNT,
  /** Not JSON, or not an object. */
  BROKEN_JSON,
  /** Bytes that are not UTF-8. */
  BAD_UTF8,
  /** Longer than {@link LineReader#MAX_LINE}. */
  LINE_TOO_LONG,
  /** A field that must be there is not. */
  MISSING_FIELD,
  /** A field with a value that it cannot have. */
  BAD_FIELD,
  /** A NUL character or half a surrogate pair. */
  BAD_CHARACTER,
  /** A text over its limit (docs/import.md). */
  TEXT_TOO_LONG,
  /** Unreadable, before 1990, or more than a day ahead. */
  BAD_TIME,
  /** Names an account that no earlier line made. */
  UNKNOWN_ACCOUNT,
  /** Names a post that no earlier line made. */
  UNKNOWN_POST,
  /** Names a rule that the square does not have. */
  UNKNOWN_RULE,
  /** A line of a type that the format does not have. */
  UNKNOWN_TYPE,
  /** A JSON value that holds no status. */
  NOT_A_STATUS,
  /** A picture that is missing, too large or none at all. */
  BAD_PICTURE;

  /** How the reason stands in the rejects file. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
