package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.Cluster;

/**
 * How far a decision over many reaches.
 *
 * @param followers of all accounts together, those of unknown ones left out; somebody who follows
 *     two counts twice
 * @param widest followers of the one with most
 * @param unknown accounts of which no copy of the profile is kept
 * @param ages how many accounts are how old, youngest first
 * @param cleared accounts that were cleared before
 * @param clauses titles of the policies that their cases stand under, with how many
 * @param sampled accounts of which nothing was opened: a sample stands for them
 * @param live accounts that are no sample and not imported
 */
record Blast(
    int accounts,
    long followers,
    long widest,
    int unknown,
    Map<String, Integer> ages,
    int cleared,
    Map<String, Integer> clauses,
    int sampled,
    int live) {

  /**
   * An account, as far as its reach goes.
   *
   * @param under what its case stands under
   */
  record Reached(
      @Nullable Long followers,
      @Nullable Instant since,
      int cleared,
      List<String> under,
      boolean sampled,
      boolean live) {
    static Reached of(BulkWeighing.In in) {
      Cluster.Member member = in.member();
      return new Reached(
          member.followers(),
          member.createdAt(),
          member.cleared(),
          in.of().policies().stream().map(Object::toString).toList(),
          in.sampled(),
          member.origin() == reeve.server.platform.Origin.LIVE);
    }
  }

  static Blast of(List<Reached> all, Instant now) {
    Map<String, Integer> ages = new LinkedHashMap<>();
    for (String age :
        List.of("under a week", "under a month", "under a year", "a year or more", "unknown")) {
      ages.put(age, 0);
    }
    Map<String, Integer> clauses = new LinkedHashMap<>();
    for (Reached one : all) {
      ages.merge(age(one.since(), now), 1, Integer::sum);
      one.under().forEach(policy -> clauses.merge(policy, 1, Integer::sum));
    }
    ages.values().removeIf(count -> count == 0);
    List<Long> known = all.stream().map(Reached::followers).filter(Objects::nonNull).toList();
    return new Blast(
        all.size(),
        known.stream().mapToLong(Long::longValue).sum(),
        known.stream().mapToLong(Long::longValue).max().orElse(0),
        all.size() - known.size(),
        ages,
        (int) all.stream().filter(one -> one.cleared() > 0).count(),
        clauses,
        (int) all.stream().filter(Reached::sampled).count(),
        (int) all.stream().filter(Reached::live).count());
  }

  private static String age(@Nullable Instant since, Instant now) {
    if (since == null) {
      return "unknown";
    }
    long days = Duration.between(since, now).toDays();
    return days < 7
        ? "under a week"
        : days < 30 ? "under a month" : days < 365 ? "under a year" : "a year or more";
  }
}
