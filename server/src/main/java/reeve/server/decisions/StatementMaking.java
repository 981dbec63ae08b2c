package reeve.server.decisions;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.FlaggedPost;
import reeve.server.decisions.StatementForm.How;
import reeve.server.decisions.StatementForm.Kind;
import reeve.server.platform.Action.ProfileField;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.policy.Clause;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;
import reeve.server.record.Records;

/**
 * Makes a statement of each decision that left and restricts somebody. What was withdrawn before it
 * left makes none; what an authority's order removed was never decided here.
 */
@Component
class StatementMaking {
  /** After leaving: a withdrawal that began in time may still be on its way into the database. */
  private static final Duration LEFT_FOR = Duration.ofMinutes(1);

  private static final int AT_ONCE = 100;
  private static final int PUID_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final StatementRows rows;
  private final DecisionRows decisions;
  private final Cases cases;
  private final Policies policies;
  private final Records records;
  private final InstantSource clock;

  StatementMaking(
      StatementRows rows,
      DecisionRows decisions,
      Cases cases,
      Policies policies,
      Records records,
      InstantSource clock) {
    this.rows = rows;
    this.decisions = decisions;
    this.cases = cases;
    this.policies = policies;
    this.records = records;
    this.clock = clock;
  }

  /** Looks at the next decisions that left. Returns how many. */
  @Transactional
  public int make() {
    Instant now = clock.instant();
    List<DecisionId> left = rows.unstated(now.minus(LEFT_FOR), AT_ONCE);
    for (DecisionId id : left) {
      Decision decision = decisions.find(id).orElseThrow();
      if (decision.origin() == Origin.LIVE && decision.state() != Decision.State.WITHDRAWN) {
        String puid = puid();
        json(decision, puid).ifPresent(body -> rows.add(id, puid, body, now));
      }
    }
    if (!left.isEmpty()) {
      rows.stated(left);
    }
    return left.size();
  }

  /** The statement of a decision; empty where it restricts nothing. */
  Optional<String> json(Decision decision, String puid) {
    ClauseId broken = decision.clause();
    if (!decision.sanction() || broken == null) {
      return Optional.empty();
    }
    Policy policy = policies.version(broken.policy(), decision.policyVersion()).orElseThrow();
    Clause clause = policy.clause(broken).orElseThrow();
    List<Post> posts = posts(decision);
    return StatementForm.json(
        new StatementForm.Facts(
            decision.measures(),
            policy,
            clause,
            decision.source(),
            how(decision),
            decision.posts().size(),
            kinds(decision, posts),
            posts.stream().map(it -> day(it.at())).min(LocalDate::compareTo).orElse(null),
            day(decision.leavesAt()),
            until(decision.until())),
        puid);
  }

  private List<Post> posts(Decision decision) {
    CaseId of = decision.caseId();
    return of == null || decision.posts().isEmpty()
        ? List.of()
        : cases.kept(of).stream()
            .map(FlaggedPost::post)
            .filter(it -> decision.posts().contains(it.post().nativeId()))
            .toList();
  }

  private How how(Decision decision) {
    if (decision.automated()) {
      return How.RULE;
    }
    Map<String, Object> closed =
        records
            .find(decision.record())
            .map(it -> Objects.requireNonNullElse(it.privateHalf(), Map.<String, Object>of()))
            .orElse(Map.of());
    return Boolean.TRUE.equals(closed.get("sample")) ? How.SAMPLE : How.PERSON;
  }

  private static Set<Kind> kinds(Decision decision, List<Post> posts) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (ProfileField field : decision.fields()) {
      kinds.add(field == ProfileField.AVATAR ? Kind.IMAGE : Kind.TEXT);
    }
    for (Post post : posts) {
      if (!post.text().isBlank() || post.media().isEmpty()) {
        kinds.add(Kind.TEXT);
      }
      for (Post.Media media : post.media()) {
        String type = media.type();
        kinds.add(
            type.startsWith("video/")
                ? Kind.VIDEO
                : type.startsWith("audio/") ? Kind.AUDIO : Kind.IMAGE);
      }
    }
    return kinds;
  }

  private static @Nullable LocalDate until(@Nullable Instant end) {
    return end == null ? null : day(end);
  }

  private static LocalDate day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static String puid() {
    byte[] bytes = new byte[PUID_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
