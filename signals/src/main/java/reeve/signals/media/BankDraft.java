package reeve.signals.media;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reeve.signals.media.BankEntry.Severity;
import reeve.signals.media.BankImport.Defaults;
import reeve.signals.media.BankImport.Problem;

/**
 * An entry as a file writes it; what is empty takes the default.
 *
 * @param problem of the file itself, found before; null where there is none
 */
record BankDraft(
    @Nullable Problem problem,
    String kind,
    String hash,
    List<String> labels,
    String severity,
    String source,
    String added,
    String expires,
    String agreed,
    String disagreed,
    Defaults defaults) {
  /** ISO 8601 with an offset that may lack its colon, as ThreatExchange writes it. */
  private static final DateTimeFormatter LOOSE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]XX", Locale.ROOT);

  /** An entry that cannot be used. */
  static final class Unusable extends Exception {
    private final Problem problem;
    private final String detail;

    Unusable(Problem problem, String detail) {
      super(detail);
      this.problem = problem;
      this.detail = detail;
    }

    Problem problem() {
      return problem;
    }

    String detail() {
      return detail;
    }
  }

  BankEntry entry() throws Unusable {
    if (problem == Problem.HARMLESS) {
      throw new Unusable(problem, "Its status is NON_MALICIOUS: nothing to look for.");
    }
    if (!labels.stream().allMatch(BankEntry::isLabel)
        || new TreeSet<>(labels).size() > BankEntry.LABELS) {
      throw new Unusable(
          Problem.LABELS, "Up to 50 labels of up to 100 characters each, without ; in them.");
    }
    String from = source.isEmpty() ? defaults.source() : source;
    if (!BankEntry.isSource(from)) {
      throw new Unusable(Problem.SOURCE, "A source has up to 200 characters.");
    }
    return new BankEntry(
        readHash(),
        new TreeSet<>(labels),
        readSeverity(),
        from,
        added.isEmpty() ? defaults.added() : time(added),
        expires.isEmpty() ? null : time(expires),
        votes(agreed),
        votes(disagreed));
  }

  private Hash readHash() throws Unusable {
    Hash.Kind known =
        Arrays.stream(Hash.Kind.values())
            .filter(each -> each.name().equalsIgnoreCase(kind))
            .findFirst()
            .orElseThrow(
                () -> new Unusable(Problem.KIND, "The kind has to be PDQ, MD5 or SHA256."));
    Hash read = known.of(hash);
    if (read == null) {
      throw new Unusable(
          Problem.HASH,
          "%s has %d hexadecimal digits; here are %d characters."
              .formatted(known, known == Hash.Kind.MD5 ? 32 : 64, hash.length()));
    }
    return read;
  }

  private Severity readSeverity() throws Unusable {
    return severity.isEmpty()
        ? Severity.UNKNOWN
        : Arrays.stream(Severity.values())
            .filter(each -> each.name().equalsIgnoreCase(severity))
            .findFirst()
            .orElseThrow(() ->
                new Unusable(
                    Problem.SEVERITY,
                    "The severity has to be one of " + Arrays.toString(Severity.values())));
  }

  private static Instant time(String text) throws Unusable {
    try {
      if (text.length() <= 12 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return loose(text);
    }
  }

  private static Instant loose(String text) throws Unusable {
    try {
      return OffsetDateTime.parse(text, LOOSE).toInstant();
    } catch (DateTimeException e) {
      throw new Unusable(Problem.TIME, "A time is written like 2026-11-26T12:00:00Z.");
    }
  }

  private static int votes(String text) throws Unusable {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Unusable(Problem.VOTES, "Votes are a number from 0 to 999999999.");
    }
    return Integer.parseInt(text);
  }
}
