package reeve.server.legal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.cases.FlaggedPost;
import reeve.server.decisions.Decision;
import reeve.server.decisions.PastDecisions;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;

/**
 * What the server itself keeps of an account, as far as a disclosure names it. No report, no
 * reporter, no member of staff, and no time at which a post was copied, which may be that of a
 * report; a private post never, since only who reported it can have shown it.
 */
@Component
final class OwnKeeping {
  private static final int DECISIONS_MOST = 10_000;

  private final Cases cases;
  private final PastDecisions decisions;

  OwnKeeping(Cases cases, PastDecisions decisions) {
    this.cases = cases;
    this.decisions = decisions;
  }

  /** A JSON object. */
  Map<String, Object> of(AccountRef account, Scope scope) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("account", account.nativeId());
    kept.put("platform", account.platform().value());
    if (scope.data().contains(Data.SUBSCRIBER)) {
      cases.profile(account).ifPresent(profile -> kept.put("profile", profile(profile)));
    }
    if (scope.data().contains(Data.PUBLIC_POSTS)) {
      kept.put("posts", posts(account, scope));
    }
    if (scope.data().contains(Data.SANCTIONS)) {
      kept.put("decisions", decisions(account));
    }
    return kept;
  }

  private List<Object> posts(AccountRef account, Scope scope) {
    Map<String, Object> posts = new TreeMap<>();
    for (Case of : cases.history(account)) {
      for (FlaggedPost kept : cases.kept(of.id())) {
        Post post = kept.post();
        if (isPublic(post)
            && !kept.sealed()
            && post.author().equals(account)
            && scope.covers(post.at())) {
          posts.put(post.at() + "/" + post.post().nativeId(), post(kept));
        }
      }
    }
    return List.copyOf(posts.values());
  }

  static boolean isPublic(Post post) {
    return switch (post.visibility()) {
      case PUBLIC, UNLISTED -> true;
      case PRIVATE, DIRECT -> false;
    };
  }

  private static Map<String, Object> post(FlaggedPost kept) {
    Post post = kept.post();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", post.post().nativeId());
    told.put("at", post.at().toString());
    told.put("text", post.text());
    told.put("language", post.language());
    told.put("visibility", post.visibility().name().toLowerCase(java.util.Locale.ROOT));
    told.put("deletedAt", kept.deletedAt() == null ? null : kept.deletedAt().toString());
    List<Object> media = new ArrayList<>();
    for (Post.Media picture : post.media()) {
      media.add(Map.of("sha256", picture.sha256(), "type", picture.type()));
    }
    told.put("pictures", media);
    return told;
  }

  private static Map<String, Object> profile(Profile profile) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("handle", profile.handle());
    told.put("displayName", profile.displayName());
    told.put("bio", profile.bio());
    told.put("location", profile.location());
    told.put("createdAt", profile.createdAt().toString());
    List<Object> fields = new ArrayList<>();
    profile
        .fields()
        .forEach(field -> fields.add(Map.of("name", field.name(), "value", field.value())));
    told.put("fields", fields);
    return told;
  }

  private List<Object> decisions(AccountRef account) {
    List<Object> told = new ArrayList<>();
    for (Decision decision : decisions.on(account, DECISIONS_MOST)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("at", decision.decidedAt().toString());
      one.put("decided", decision.words());
      one.put("clause", decision.clause() == null ? null : decision.clause().toString());
      one.put("until", decision.until() == null ? null : decision.until().toString());
      one.put("state", decision.state().name().toLowerCase(java.util.Locale.ROOT));
      told.add(one);
    }
    return told;
  }
}
