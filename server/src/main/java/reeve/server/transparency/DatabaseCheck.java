package reeve.server.transparency;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.record.Place;
import reeve.server.record.RecordAudit;
import reeve.server.record.RecordCheck;
import reeve.server.record.Told;

/**
 * Computes all figures again from all records, believing none of what they say of one another,
 * while every commitment is made again from its row and the root from the entries.
 */
final class DatabaseCheck {
  /** Records of which it counts that there are, and in which order. */
  private static final Set<String> BARE =
      Set.of(
          "cases.reported",
          "cases.surfaced",
          "cases.resembled",
          "cases.claimed",
          "cases.viewed",
          "cases.picture-viewed",
          "staff.viewed",
          "staff.looked-up",
          "likeness.viewed",
          "decisions.proposed");

  private final RecordAudit audit;
  private final int threads;

  DatabaseCheck(RecordAudit audit, int threads) {
    this.audit = audit;
    this.threads = threads;
  }

  /**
   * Runs to the end.
   *
   * @param published the figures to hold it against; null: none are
   * @param now when, for the answer; without published figures also the day that decides which
   *     months are out
   */
  Recomputed run(TableFiles.@Nullable File published, Instant now) throws InterruptedException {
    long began = System.nanoTime();
    var counting = new Counting(published, end(published), now);
    RecordCheck.Checked checked =
        audit.check(threads, Kinds.LINKED, BARE, some -> some.forEach(counting::take));
    return Recomputed.of(
        now.toString(),
        "database",
        counting.fold.records(),
        checked.size(),
        checked.size() == 0 ? "" : checked.root().hex(),
        (System.nanoTime() - began) / 1e9,
        counting.differences(),
        proofs(checked),
        labels(counting.derive),
        List.of(),
        counting.tables());
  }

  /** Where the published figures end; null where they do not tell. */
  private @Nullable Place end(TableFiles.@Nullable File published) {
    return published == null || published.origin() == null
        ? null
        : audit.covered(published.origin(), published.size());
  }

  /** Counts, and remembers how it stood where the published figures ended. */
  private static final class Counting {
    final Derive derive = new Derive();
    final Fold fold = new Fold();
    private final TableFiles.@Nullable File published;
    private final @Nullable Place end;
    private final Instant asOf;
    private @Nullable List<TableFiles.Written> then;

    Counting(TableFiles.@Nullable File published, @Nullable Place end, Instant now) {
      this.published = published;
      this.end = end;
      this.asOf = published == null ? now : Instant.parse(published.generated());
    }

    void take(RecordAudit.Read read) {
      Told right = derive.take(read.told(), read.seen());
      if (then == null && end != null && right.place().compareTo(end) > 0) {
        then = written();
      }
      if (Kinds.counted(right.kind().name())) {
        fold.take(right);
      }
    }

    private List<TableFiles.Written> written() {
      return Tables.of(fold.figures(), asOf).stream().map(TableFiles.Written::of).toList();
    }

    List<TableFiles.Written> tables() {
      return then == null ? written() : then;
    }

    List<String> differences() {
      return published == null || end == null
          ? List.of()
          : Compare.of(published.tables(), tables());
    }
  }

  private static List<String> proofs(RecordCheck.Checked checked) {
    List<String> lines = new ArrayList<>();
    for (RecordCheck.Wrong wrong : checked.told()) {
      String where =
          wrong.index() < 0 ? "a record that has no entry yet" : "entry " + wrong.index();
      lines.add(
          switch (wrong.fault()) {
            case CHANGED -> where + ": the record is not the one that was committed to";
            case OTHER_ENTRY -> where + ": the record's commitment is not the ledger's entry";
            case MISSING -> where + ": there is no record for it";
            case WRONG_ROOT -> "the tree of " + wrong.index() + " entries has another root";
          });
    }
    if (checked.wrongs() > lines.size()) {
      lines.add("and %,d more".formatted(checked.wrongs() - lines.size()));
    }
    return lines;
  }

  private static List<String> labels(Derive derive) {
    List<String> lines = new ArrayList<>();
    for (Derive.Wrong wrong : derive.told()) {
      lines.add(
          "a record %s says %s '%s', from those before it follows '%s'"
              .formatted(wrong.kind(), wrong.key(), wrong.says(), wrong.follows()));
    }
    if (derive.wrong() > lines.size()) {
      lines.add("and %,d more".formatted(derive.wrong() - lines.size()));
    }
    return lines;
  }
}
