package reeve.server.policy;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

/** Loads the program's policies at the start as versions; a version once loaded never changes. */
@Component
final class PolicyShelf implements Policies {
  static final List<String> FILES = List.of("violent-extremism", "violent-threats", "spam");
  private static final Kind LOADED = new Kind("policy.version-loaded", 1);

  private final JdbcClient db;
  private final Records records;
  private final PolicySettings settings;
  private final InstantSource clock;
  private final Map<PolicyId, Policy> current = new HashMap<>();
  private final List<Policy> gravestFirst;

  PolicyShelf(
      JdbcClient db,
      Records records,
      PolicySettings settings,
      InstantSource clock,
      TransactionOperations transactions) {
    this.db = db;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
    List<PolicyFile.Source> sources = FILES.stream().map(PolicyFile::resource).toList();
    transactions.executeWithoutResult(_ -> sources.forEach(this::load));
    sources.forEach(source -> current.put(source.policy().id(), source.policy()));
    gravestFirst =
        current.values().stream()
            .sorted(Comparator.comparingInt(Policy::severity).reversed())
            .toList();
  }

  private void load(PolicyFile.Source source) {
    Policy policy = source.policy();
    int added =
        db.sql(
                """
                insert into policy_version (policy, version, digest, title, text, loaded_at)
                values (?, ?, ?, ?, ?, ?::timestamptz)
                on conflict (policy, version) do nothing
                """)
            .params(
                policy.id().value(),
                policy.version(),
                policy.digest(),
                policy.title(),
                source.text(),
                clock.instant().toString())
            .update();
    if (added == 1) {
      records.append(
          new Entry(
              LOADED,
              null,
              new Actor.Worker("policy"),
              null,
              Map.of(
                  "policy", policy.id().value(),
                  "version", policy.version(),
                  "digest", policy.digest(),
                  "title", policy.title()),
              Map.of()));
      return;
    }
    String known =
        db.sql("select digest from policy_version where policy = ? and version = ?")
            .params(policy.id().value(), policy.version())
            .query(String.class)
            .single();
    if (!known.equals(policy.digest())) {
      throw new IllegalStateException(
          "the text of policy %s version %d differs from the one that decisions were taken under:"
                  .formatted(policy.id(), policy.version())
              + " give the new text a new version");
    }
  }

  @Override
  public List<Policy> current() {
    return gravestFirst;
  }

  @Override
  public Optional<Policy> current(PolicyId id) {
    return Optional.ofNullable(current.get(id));
  }

  @Override
  public Optional<Policy> version(PolicyId id, int version) {
    Policy newest = current.get(id);
    if (newest != null && newest.version() == version) {
      return Optional.of(newest);
    }
    return db.sql("select text from policy_version where policy = ? and version = ?")
        .params(id.value(), version)
        .query(String.class)
        .optional()
        .map(PolicyFile::parse);
  }

  @Override
  public Optional<PolicyId> forRule(PlatformId platform, String rule) {
    Map<String, String> mapping = settings.of(platform.value());
    String policy = mapping == null ? rule : mapping.get(rule);
    return current.keySet().stream().filter(id -> id.value().equals(policy)).findFirst();
  }
}
