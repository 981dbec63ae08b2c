package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.policy.ClauseId;

/** Verdicts as the engine would give them, by a rule that no other test uses. */
public final class TestVerdicts {
  private static final AtomicLong NUMBER = new AtomicLong();

  private final AccountRef account;
  private Instant at;
  private String rule = "test-rule-" + NUMBER.incrementAndGet();
  private ClauseId clause = ClauseId.parse("violent-extremism/recruitment");
  private int weight = 3;
  private boolean overLimit;
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> counters = new LinkedHashMap<>();
  private @Nullable Post post;
  private @Nullable Captured capture;

  private TestVerdicts(InstantSource clock, AccountRef account) {
    this.at = clock.instant();
    this.account = account;
  }

  static TestVerdicts on(CaseTown town, AccountRef account) {
    return on(town.clock, account);
  }

  public static TestVerdicts on(InstantSource clock, AccountRef account) {
    return new TestVerdicts(clock, account);
  }

  public TestVerdicts by(String name) {
    rule = name;
    return this;
  }

  TestVerdicts at(Instant when) {
    at = when;
    return this;
  }

  public TestVerdicts serving(String id) {
    clause = ClauseId.parse(id);
    return this;
  }

  TestVerdicts weighing(int ten) {
    weight = ten;
    return this;
  }

  public TestVerdicts overLimit() {
    overLimit = true;
    return this;
  }

  public TestVerdicts about(Post written) {
    post = written;
    return this;
  }

  public TestVerdicts seen(Captured profile) {
    capture = profile;
    return this;
  }

  TestVerdicts with(String name, @Nullable Object value) {
    values.put(name, value);
    return this;
  }

  TestVerdicts counting(String name, Object value) {
    counters.put(name, value);
    return this;
  }

  private RuleRef rule() {
    return new RuleRef(
        rule, "00c0ffee00c0ffee", "ab".repeat(32), "Fresh accounts that push one invite.");
  }

  private static VerdictId fresh() {
    return new VerdictId("%064x".formatted(NUMBER.incrementAndGet()));
  }

  public Surfaced made() {
    VerdictId id = fresh();
    return new Surfaced(
        id,
        rule(),
        clause,
        account,
        Origin.LIVE,
        "square:" + id.hex().substring(50),
        at,
        weight,
        overLimit,
        new Readings(values, counters),
        post,
        capture);
  }

  Tagged tag(String tag, Duration holds) {
    return new Tagged(fresh(), rule(), account, post == null ? null : post.post(), tag, at, holds);
  }
}
