package reeve.server.bundle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.bundle.make.About;
import reeve.server.bundle.make.Step;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.PublishedKinds;
import reeve.server.record.RecordId;
import reeve.server.record.RecordTrail;
import reeve.server.record.Recorded;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;

/**
 * The chain of custody of an account's evidence, from its records. Only kinds that are named here
 * are in it: what was done with the copies and by which role. Nothing of it tells how the account
 * came to notice (no report, no verdict, no reporter's appeal), nor of orders, holds and
 * notifications of authorities, since whoever gets a bundle need not be who ordered; and no words
 * that anybody wrote.
 */
@Component
final class Custody {
  /** So many steps are told at the most, the oldest. */
  static final int MOST = 20_000;

  private static final String UNKNOWN = "version not recorded";
  private static final String AGAIN = "Opened the case again.";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("cases.opened", "The case was opened, in the hour that begins here."),
          Map.entry("cases.claimed", "Took the case to judge it."),
          Map.entry("cases.claim-ended", "Put the case down, or the time for it ended."),
          Map.entry("cases.viewed", "Looked at the copies of the case."),
          Map.entry("cases.picture-viewed", "Opened a picture."),
          Map.entry("cases.item-opened", "Opened one of the copies."),
          Map.entry("cases.item-marked", "Said of a copy whether it breaks a clause."),
          Map.entry("cases.moved", "Moved the case to another queue."),
          Map.entry("cases.escalated", "Raised the case as a danger to life."),
          Map.entry("cases.reopened", AGAIN),
          Map.entry("cases.closed", "Closed the case."),
          Map.entry("cases.sealed", "Sealed posts: their contents were erased from the copies."),
          Map.entry("cases.copies-ended", "The copies' time ended: contents were erased."),
          Map.entry("staff.viewed", "Looked at the account."),
          Map.entry("staff.looked-up", "Looked the account up, with a written reason."),
          Map.entry("likeness.viewed", "Compared the account with others."),
          Map.entry("decisions.proposed", "Proposed a decision, which waited for a lead."),
          Map.entry("decisions.declined", "Declined a proposed decision."),
          Map.entry("decisions.withdrawn", "Took a decision back before it left."),
          Map.entry("decisions.undone", "Took a decision back."),
          Map.entry("decisions.sealed", "Had posts sealed on the platform."),
          Map.entry("appeals.filed", "Appealed."),
          Map.entry("appeals.withdrawn", "Took the answer to an appeal back before it left."),
          Map.entry("bundle.started", "Had an evidence bundle made."),
          Map.entry("bundle.made", "An evidence bundle was whole."),
          Map.entry("bundle.downloaded", "Downloaded an evidence bundle."),
          Map.entry("bundle.gone", "The file of an evidence bundle was deleted."));

  private static final Set<String> MEASURES =
      Set.of(
          "warn",
          "remove-posts",
          "clear-field",
          "limit",
          "suspend",
          "reinstate",
          "statement",
          "seal");

  private static final Set<String> KINDS =
      Stream.concat(
              WORDS.keySet().stream(),
              Stream.of(
                  "decisions.decided",
                  "appeals.decided",
                  "enforcement.carried-out",
                  "enforcement.refused",
                  "enforcement.lapsed"))
          .collect(Collectors.toUnmodifiableSet());

  private final RecordTrail trail;
  private final Roster roster;

  Custody(RecordTrail trail, Roster roster) {
    this.trail = trail;
    this.roster = roster;
  }

  /**
   * A decision on a case.
   *
   * @param posts ids of those that it rests on
   */
  record Ruled(RecordId record, Instant at, String words, List<String> posts) {}

  /** The decisions on a case, oldest first; in a transaction. */
  List<Ruled> rulings(AccountRef account, long caseId) {
    List<Ruled> rulings = new ArrayList<>();
    trail.follow(
        account,
        Set.of("decisions.decided"),
        MOST,
        record -> {
          Map<String, Object> half = record.privateHalf();
          if (half != null && half.get("case") instanceof Long of && of == caseId) {
            rulings.add(
                new Ruled(record.id(), record.at(), decided(record), strings(half.get("posts"))));
          }
        });
    return rulings;
  }

  /**
   * Gives the steps, oldest first; in a transaction.
   *
   * @return those of them of which something is published
   */
  List<Proofs.Wanted> tell(AccountRef account, Consumer<Step> to) {
    People people = new People(account, roster.roles());
    Set<RecordId> told = new HashSet<>();
    List<Proofs.Wanted> published = new ArrayList<>();
    trail.follow(
        account,
        KINDS,
        MOST,
        record -> {
          String what = what(record, told);
          String who = what == null ? null : people.name(record);
          if (what != null && who != null) {
            if (again(record, told)) {
              to.accept(new Step(at(record), who, AGAIN, About.TOOL, version(record)));
            }
            told.add(record.id());
            to.accept(new Step(at(record), who, what, About.TOOL, version(record)));
            Map<String, Object> half = record.publicHalf();
            if (half != null && PublishedKinds.has(record.kind().name(), half)) {
              published.add(new Proofs.Wanted(record.id(), record.kind()));
            }
          }
        });
    return published;
  }

  /**
   * Whether a decision took another's place without an appeal that is told: one of the holder is,
   * and a second decision without any reason would tell that somebody else appealed.
   */
  private static boolean again(Recorded record, Set<RecordId> told) {
    Map<String, Object> half = record.privateHalf();
    return record.kind().name().equals("decisions.decided")
        && half != null
        && half.get("replaces") != null
        && (record.cause() == null || !told.contains(record.cause()));
  }

  /** When a case was opened is when somebody may have reported: told to the hour. */
  private static Instant at(Recorded record) {
    return record.kind().name().equals("cases.opened")
        ? record.at().truncatedTo(ChronoUnit.HOURS)
        : record.at().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String version(Recorded record) {
    Map<String, Object> half = record.privateHalf();
    return half != null
            && record.kind().name().startsWith("bundle.")
            && half.get("version") instanceof String known
        ? known
        : UNKNOWN;
  }

  /** Null where it is not told. */
  private static @Nullable String what(Recorded record, Set<RecordId> told) {
    String kind = record.kind().name();
    return switch (kind) {
      case "decisions.decided" -> decided(record);
      case "appeals.filed" -> byHolder(record) ? WORDS.get(kind) : null;
      case "appeals.decided" ->
          byHolder(record) ? "Decided an appeal: " + word(record, "outcome") + "." : null;
      // What it takes back is told, or neither is.
      case "appeals.withdrawn" ->
          record.cause() != null && told.contains(record.cause()) ? WORDS.get(kind) : null;
      case "enforcement.carried-out" -> measure(record, "The platform carried out: ");
      case "enforcement.refused" -> measure(record, "The platform did not carry out: ");
      case "enforcement.lapsed" -> measure(record, "Ended by its time: ");
      default -> WORDS.get(kind);
    };
  }

  private static boolean byHolder(Recorded record) {
    return word(record, "by").equals("holder");
  }

  /** Others go to whoever reported, or to an authority: that they did is no part of this. */
  private static @Nullable String measure(Recorded record, String begin) {
    String action = word(record, "action");
    return MEASURES.contains(action) ? begin + action.replace('-', ' ') + "." : null;
  }

  private static String decided(Recorded record) {
    Map<String, Object> half = record.publicHalf();
    String actions =
        half == null
            ? "the words are erased"
            : strings(half.get("actions")).stream()
                .map(it -> it.replace('-', ' '))
                .collect(Collectors.joining(", "));
    String clause = word(record, "policy") + "/" + word(record, "clause");
    return "Decided: " + actions + (clause.equals("/") ? "" : " (clause " + clause + ")") + ".";
  }

  private static String word(Recorded record, String key) {
    Map<String, Object> half = record.publicHalf();
    return half != null && half.get(key) instanceof String text ? text : "";
  }

  private static List<String> strings(@Nullable Object list) {
    return list instanceof List<?> all
        ? all.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** Gives everybody a role and a number, in the order in which they appear. */
  private static final class People {
    private final String holder;
    private final Map<UUID, Role> roles;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    People(AccountRef account, Map<UUID, Role> roles) {
      this.holder = new Actor.Person(account).text();
      this.roles = roles;
    }

    /** Null for a person who is not the holder: nobody else of a platform is ever told of. */
    @Nullable String name(Recorded record) {
      String actor = record.actor();
      if (record.kind().name().equals("cases.opened") || actor.startsWith("reeve:")) {
        return "the program, by itself";
      }
      if (actor.startsWith("staff:")) {
        return names.computeIfAbsent(actor, this::fresh);
      }
      if (actor.startsWith("client:")) {
        return "another program";
      }
      return actor.equals(holder) ? "the account's holder" : null;
    }

    private String fresh(String actor) {
      String role =
          Optional.ofNullable(roles.get(UUID.fromString(actor.substring("staff:".length()))))
              .map(Role::label)
              .orElse("Member of staff");
      return role + " " + numbers.merge(role, 1, Integer::sum);
    }
  }
}
