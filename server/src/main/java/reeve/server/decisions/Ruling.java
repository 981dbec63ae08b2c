package reeve.server.decisions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.FlaggedPost;
import reeve.server.platform.Action;
import reeve.server.platform.Action.ProfileField;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policy;

/**
 * What was decided, checked against the policy in force.
 *
 * @param measures empty for "no violation"
 * @param under null for "no violation"
 * @param posts the posts relied on, newest first
 * @param until the end of a temporary suspension, or of a limit; null where it has none
 * @param protectedSpeech null where the policy does not ask
 */
public record Ruling(
    Set<Measure> measures,
    @Nullable Under under,
    List<FlaggedPost> posts,
    Set<ProfileField> fields,
    @Nullable Instant until,
    @Nullable ProtectedSpeech protectedSpeech,
    String toHolder,
    String note) {

  /** The clause and the version of the policy that it stands in. */
  public record Under(Policy policy, Clause clause) {}

  public Ruling {
    measures = Set.copyOf(measures);
    posts = List.copyOf(posts);
    fields = Set.copyOf(fields);
    if (measures.isEmpty() != (under == null)) {
      throw new IllegalArgumentException("a sanction stands under a clause, and nothing else does");
    }
  }

  /** A ruling that nothing was broken. */
  static Ruling noViolation(List<FlaggedPost> posts, String note) {
    return new Ruling(Set.of(), null, posts, Set.of(), null, null, "", note);
  }

  public boolean sanction() {
    return !measures.isEmpty();
  }

  /** What the platform is to carry out, mildest first. */
  List<Action> actions() {
    List<Action> actions = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      if (measures.contains(measure)) {
        switch (measure) {
          case WARN -> actions.add(new Action.Warn());
          case CLEAR_FIELD ->
              fields.stream().sorted().forEach(f -> actions.add(new Action.ClearField(f)));
          case REMOVE_POSTS ->
              actions.add(
                  new Action.RemovePosts(posts.stream().map(p -> p.post().post()).toList()));
          case LIMIT -> actions.add(new Action.Limit(until));
          case SUSPEND_TEMPORARILY -> actions.add(new Action.Suspend(until));
          case SUSPEND_PERMANENTLY -> actions.add(new Action.Suspend(null));
        }
      }
    }
    return actions;
  }
}
