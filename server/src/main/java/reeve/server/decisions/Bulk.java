package reeve.server.decisions;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.ClusterId;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * A decision over many accounts of a cluster.
 *
 * @param title of the cluster
 * @param form what was chosen; the posts are each account's own
 * @param large whether it needs somebody else's approval
 * @param secondPerson false where it needs one and there was nobody
 * @param closedBy who approved, refused or withdrew it
 * @param words of whoever approved or refused
 * @param sample that stands for accounts of which nothing was opened, or null
 */
record Bulk(
    UUID id,
    ClusterId cluster,
    String title,
    DecisionForm form,
    State state,
    Actor.Staff proposedBy,
    Instant proposedAt,
    boolean large,
    boolean secondPerson,
    Actor.@Nullable Staff closedBy,
    @Nullable Instant closedAt,
    String words,
    @Nullable UUID sample,
    RecordId record) {

  /** Its life. */
  enum State {
    /** For somebody else's approval. */
    WAITING,
    /** Being carried out, account by account. */
    RUNNING,
    /** Somebody stopped it; it can go on. */
    STOPPED,
    /** Nothing of it waits. */
    DONE,
    REFUSED,
    WITHDRAWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of one account of it. */
  enum Fate {
    WAITS,
    DECIDED,
    LEFT_OUT,
    UNDOING,
    UNDONE;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fate ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * An account of it.
   *
   * @param items what was opened of it and breaks the clause, {@code kind id} each
   * @param why it was left out, or could not be undone
   */
  record Part(
      int place,
      AccountRef account,
      String handle,
      @Nullable Long caseId,
      List<String> items,
      boolean sampled,
      @Nullable Long followers,
      @Nullable Instant since,
      int cleared,
      Fate fate,
      @Nullable String why,
      @Nullable DecisionId decision,
      Actor.@Nullable Staff undoBy,
      @Nullable String undoReason) {
    public String key() {
      return account.platform() + " " + account.nativeId();
    }

    /** {@code 2 posts, profile}. */
    public String opened() {
      if (sampled) {
        return "by the sample";
      }
      return items.stream()
          .map(item -> item.substring(0, Math.max(0, item.indexOf(' '))))
          .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()))
          .entrySet()
          .stream()
          .map(
              one -> one.getValue() == 1 ? one.getKey() : one.getValue() + " " + one.getKey() + "s")
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  /** The name by which its decisions are found. */
  String batch() {
    return "bulk " + id;
  }

  public boolean waits() {
    return state == State.WAITING;
  }

  public String measures() {
    return Phrases.of(
        form.measures().stream()
            .flatMap(code -> FormCheck.measure(code).stream())
            .collect(Collectors.toSet()));
  }
}
