package reeve.server.decisions;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Cluster;
import reeve.server.cases.ClusterId;
import reeve.server.cases.Clusters;
import reeve.server.platform.Refused;
import reeve.server.policy.ClauseId;
import reeve.server.policy.PolicyId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * Random samples of a cluster's accounts: for spam, and for nothing else, a sample that a person
 * opened stands for the rest. The server chooses; the seed is recorded, and the choice is the
 * beginning of the sorted accounts after {@link Collections#shuffle(List, Random)} with it.
 */
@Component
class Samples {
  private static final Kind SAMPLED = new Kind("decisions.bulk-sampled", 1);

  /** So many accounts at least, or all; and a tenth where that is more. */
  static final int LEAST = 10;

  private final JdbcClient jdbc;
  private final Clusters clusters;
  private final Records records;
  private final InstantSource clock;
  private final RandomGenerator seeds = new SecureRandom();

  Samples(JdbcClient jdbc, Clusters clusters, Records records, InstantSource clock) {
    this.jdbc = jdbc;
    this.clusters = clusters;
    this.records = records;
    this.clock = clock;
  }

  /**
   * A sample as it was drawn.
   *
   * @param covers the accounts that it was drawn from, as {@link Cluster.Member#key}
   */
  record Sample(
      UUID id, ClauseId clause, long seed, Set<String> covers, List<String> drawn, Instant at) {

    /** Of those drawn, who has no opened item that breaks the clause, or is gone. */
    List<String> missing(Cluster cluster) {
      return drawn.stream()
          .filter(key ->
              cluster.members().stream()
                  .noneMatch(one -> one.key().equals(key) && !one.breaking(clause).isEmpty()))
          .toList();
    }
  }

  static boolean suffice(ClauseId clause) {
    return clause.policy().equals(PolicyId.SPAM);
  }

  /** The newest of a cluster under a clause. */
  Optional<Sample> newest(ClusterId cluster, ClauseId clause) {
    return jdbc.sql(
            """
            SELECT * FROM bulk_sample WHERE cluster_id = :cluster AND clause = :clause
             ORDER BY drawn_at DESC, id LIMIT 1
            """)
        .param("cluster", cluster.value())
        .param("clause", clause.toString())
        .query(Samples::map)
        .optional();
  }

  private static Sample map(ResultSet row, int number) throws SQLException {
    return new Sample(
        row.getObject("id", UUID.class),
        ClauseId.parse(row.getString("clause")),
        row.getLong("seed"),
        Set.of((String[]) row.getArray("covers").getArray()),
        List.of((String[]) row.getArray("drawn").getArray()),
        row.getTimestamp("drawn_at").toInstant());
  }

  /** How many of so many are drawn. */
  static int size(int of) {
    return Math.min(of, Math.max(LEAST, (of + 9) / 10));
  }

  /** The choice that a seed makes. */
  static List<String> choice(Set<String> of, long seed) {
    List<String> shuffled = new ArrayList<>(of);
    Collections.sort(shuffled);
    Collections.shuffle(shuffled, new Random(seed));
    return List.copyOf(shuffled.subList(0, size(of.size())));
  }

  /**
   * Draws one. Nobody draws again until they like it: only where accounts came that the newest
   * sample does not cover.
   */
  @Transactional
  Sample draw(ClusterId id, Actor.Staff by) {
    Cluster cluster = clusters.find(id).orElseThrow(Bulks::noCluster);
    ClauseId clause = cluster.clause();
    if (clause == null || !suffice(clause)) {
      throw new Refused(
          DecisionProblem.NO_SAMPLE,
          "A random sample suffices for spam only. Open an item of each account.");
    }
    Set<String> covers =
        cluster.members().stream()
            .filter(one -> one.open() != null)
            .map(Cluster.Member::key)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
    if (covers.isEmpty()) {
      throw new Refused(DecisionProblem.NO_SAMPLE, "No account here has an open case.");
    }
    Sample before = newest(id, clause).orElse(null);
    if (before != null && before.covers().containsAll(covers)) {
      throw new Refused(
          DecisionProblem.NO_SAMPLE,
          "A sample of these accounts is drawn already. Open it; another is drawn only once other"
              + " accounts have come.");
    }
    long seed = seeds.nextInt();
    List<String> drawn = choice(covers, seed);
    RecordId record =
        records.append(
            new Entry(
                SAMPLED,
                null,
                by,
                null,
                Map.of(),
                Map.of(
                    "cluster",
                    id.value(),
                    "clause",
                    clause.toString(),
                    "seed",
                    seed,
                    "of",
                    covers.size(),
                    "drawn",
                    drawn)));
    Sample sample = new Sample(UUID.randomUUID(), clause, seed, covers, drawn, clock.instant());
    jdbc.sql(
            """
            INSERT INTO bulk_sample (id, cluster_id, clause, seed, covers, drawn, drawn_by,
                                     drawn_at, record)
            VALUES (:id, :cluster, :clause, :seed, :covers, :drawn, :by, :at, :record)
            """)
        .param("id", sample.id())
        .param("cluster", id.value())
        .param("clause", clause.toString())
        .param("seed", seed)
        .param("covers", covers.toArray(String[]::new))
        .param("drawn", drawn.toArray(String[]::new))
        .param("by", by.id())
        .param("at", Timestamp.from(sample.at()))
        .param("record", record.value())
        .update();
    return sample;
  }
}
