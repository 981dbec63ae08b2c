package reeve.signals.media;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a bank knows of a hash.
 *
 * @param labels what it shows, each 1 to 100 characters without {@code ;} and control characters
 * @param source who says so, 1 to 200 characters
 * @param added when it was first known
 * @param expires from then on it matches nothing; null where it does not expire
 * @param agreed how often a person found that a match was right
 * @param disagreed how often a person found that it was wrong
 */
public record BankEntry(
    Hash hash,
    SortedSet<String> labels,
    Severity severity,
    String source,
    Instant added,
    @Nullable Instant expires,
    int agreed,
    int disagreed) {
  public static final int LABELS = 50;
  public static final int LABEL = 100;
  public static final int SOURCE = 200;

  /** How bad, from the least to the most; the words are those of ThreatExchange. */
  public enum Severity {
    UNKNOWN,
    INFO,
    WARNING,
    SUSPICIOUS,
    SEVERE,
    APOCALYPSE
  }

  public BankEntry {
    labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    if (labels.size() > LABELS || !labels.stream().allMatch(BankEntry::isLabel)) {
      throw new IllegalArgumentException("an entry has 50 labels of 100 characters at the most");
    }
    if (!isSource(source)) {
      throw new IllegalArgumentException("a source has 1 to 200 characters");
    }
    if (agreed < 0 || disagreed < 0) {
      throw new IllegalArgumentException("votes are counted from 0");
    }
  }

  static boolean isLabel(String text) {
    return isPlain(text, LABEL) && text.indexOf(';') < 0;
  }

  static boolean isSource(String text) {
    return isPlain(text, SOURCE);
  }

  private static boolean isPlain(String text, int most) {
    return !text.isBlank()
        && text.length() <= most
        && text.equals(text.strip())
        && text.codePoints().noneMatch(BankEntry::isBad);
  }

  /** Of control, or half a character. */
  private static boolean isBad(int point) {
    return Character.isISOControl(point) || (point >= 0xD800 && point <= 0xDFFF);
  }

  public boolean expired(Instant now) {
    return expires != null && !now.isBefore(expires);
  }

  public BankEntry agree() {
    return new BankEntry(hash, labels, severity, source, added, expires, agreed + 1, disagreed);
  }

  public BankEntry disagree() {
    return new BankEntry(hash, labels, severity, source, added, expires, agreed, disagreed + 1);
  }

  /**
   * What two entries of one hash say together: all labels, the greater severity, the source that
   * came first, the later end, and of each vote the greater count, since the same bank may come
   * twice. Null where they have too many labels together.
   */
  public @Nullable BankEntry merge(BankEntry other) {
    if (!hash.equals(other.hash)) {
      throw new IllegalArgumentException("entries of different hashes");
    }
    SortedSet<String> both = new TreeSet<>(labels);
    both.addAll(other.labels);
    if (both.size() > LABELS) {
      return null;
    }
    boolean first = !other.added.isBefore(added);
    Instant end =
        expires == null || other.expires == null
            ? null
            : expires.isAfter(other.expires) ? expires : other.expires;
    return new BankEntry(
        hash,
        both,
        severity.compareTo(other.severity) >= 0 ? severity : other.severity,
        first ? source : other.source,
        first ? added : other.added,
        end,
        Math.max(agreed, other.agreed),
        Math.max(disagreed, other.disagreed));
  }
}
