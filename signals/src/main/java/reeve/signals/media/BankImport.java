package reeve.signals.media;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a bank: every entry that can be used, and a note on every other.
 *
 * @param entries each hash once, in the order of the file
 * @param notes the first {@link #NOTES} of them
 * @param refused how many lines or objects were refused
 * @param merged how many said more of a hash that had come before
 */
public record BankImport(List<BankEntry> entries, List<Note> notes, int refused, int merged) {
  /** A file may have so many entries; those behind are refused. */
  public static final int ENTRIES = 1_000_000;

  /** So many notes are kept; all are counted. */
  public static final int NOTES = 1_000;

  /** What is wrong with a line or an object. */
  public enum Problem {
    /** The file is no CSV with a header, or no JSON of descriptors; nothing behind is read. */
    NOT_READABLE,
    /** The line has more or fewer fields than the header. */
    FIELDS,
    /** The kind is none of PDQ, MD5, SHA256 (JSON: HASH_PDQ, HASH_MD5, HASH_SHA256). */
    KIND,
    /** The hash is not the hexadecimal digits of its kind. */
    HASH,
    /** A label is too long, has control characters, or there are too many. */
    LABELS,
    /** The severity is none that is known. */
    SEVERITY,
    /** The source is missing or too long. */
    SOURCE,
    /** A time is none in ISO 8601, with offset. */
    TIME,
    /** A count of votes is no number from 0. */
    VOTES,
    /** The descriptor says that its hash is harmless. */
    HARMLESS,
    /** There are more than {@link #ENTRIES}. */
    TOO_MANY,
    /** The hash came before: both are one entry. No refusal. */
    DUPLICATE
  }

  /**
   * A note on a place of the file.
   *
   * @param line from 1; where a record begins
   */
  public record Note(int line, Problem problem, String detail) {}

  public BankImport {
    entries = List.copyOf(entries);
    notes = List.copyOf(notes);
  }

  /**
   * What a file that does not say it takes.
   *
   * @param source who gave the file
   * @param added the time of the import
   */
  public record Defaults(String source, Instant added) {
    public Defaults {
      if (!BankEntry.isSource(source)) {
        throw new IllegalArgumentException("a source has 1 to 200 characters");
      }
    }
  }

  /** Collects what is read. */
  static final class Reading {
    private final Map<Hash, BankEntry> entries = new LinkedHashMap<>();
    private final List<Note> notes = new ArrayList<>();
    private int refused;
    private int merged;

    void take(int line, BankDraft draft) {
      BankEntry entry;
      try {
        entry = draft.entry();
      } catch (BankDraft.Unusable e) {
        refuse(line, e.problem(), e.detail());
        return;
      }
      BankEntry before = entries.get(entry.hash());
      if (before == null && entries.size() == ENTRIES) {
        refuse(line, Problem.TOO_MANY, "A file may have " + ENTRIES + " entries; split it.");
      } else if (before == null) {
        entries.put(entry.hash(), entry);
      } else {
        merge(line, before, entry);
      }
    }

    private void merge(int line, BankEntry before, BankEntry entry) {
      @Nullable BankEntry both = before.merge(entry);
      if (both == null) {
        refuse(
            line,
            Problem.LABELS,
            "Together with an entry before, the hash has more than 50 labels.");
      } else {
        entries.put(entry.hash(), both);
        merged++;
        note(line, Problem.DUPLICATE, "The hash came before; both are one entry now.");
      }
    }

    void refuse(int line, Problem problem, String detail) {
      refused++;
      note(line, problem, detail);
    }

    private void note(int line, Problem problem, String detail) {
      if (notes.size() < NOTES) {
        notes.add(new Note(line, problem, detail));
      }
    }

    BankImport done() {
      return new BankImport(new ArrayList<>(entries.values()), notes, refused, merged);
    }
  }
}
