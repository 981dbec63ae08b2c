package reeve.server.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.Cluster.Item;
import reeve.server.cases.Cluster.Kind;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;

/** What of an account a person can open: its profile, posts of which copies are kept, pictures. */
@Component
final class ClusterItems {
  private final Cases cases;
  private final JdbcClient db;

  ClusterItems(Cases cases, JdbcClient db) {
    this.cases = cases;
    this.db = db;
  }

  /**
   * One thing, with what it shows.
   *
   * @param post of a post, and of a picture the post that it stands in
   * @param profile of a profile
   * @param picture of a picture, its description
   */
  record Thing(
      Item item, @Nullable FlaggedPost post, @Nullable Profile profile, @Nullable String picture) {}

  /** The profile first, then posts with their pictures, newest first. */
  List<Thing> of(Case open) {
    List<Thing> things = new ArrayList<>();
    Set<String> pictures = kept(open.account());
    cases.profile(open.account()).ifPresent(profile -> profile(profile, pictures, things));
    for (FlaggedPost post : cases.kept(open.id())) {
      if (!post.sealed()) {
        post(post, pictures, things);
      }
    }
    return things;
  }

  /** A picture of which no copy is kept can be seen by nobody: it is no item. */
  private Set<String> kept(AccountRef account) {
    return new HashSet<>(
        db.sql(
                """
                select sha256 from picture where platform = ? and account = ? and state = 'kept'
                """)
            .params(account.platform().value(), account.nativeId())
            .query((row, _) -> row.getString(1))
            .list());
  }

  private static void profile(Profile profile, Set<String> pictures, List<Thing> things) {
    List<String> shown = new ArrayList<>();
    shown.add(profile.handle());
    shown.add(profile.displayName());
    shown.add(profile.bio());
    shown.add(profile.location());
    profile.fields().forEach(field -> shown.add(field.name() + "\n" + field.value()));
    shown.add(String.valueOf(profile.avatar()));
    things.add(
        new Thing(
            new Item(Kind.PROFILE, profile.account().nativeId(), digest(shown)),
            null,
            profile,
            null));
    String avatar = profile.avatar();
    if (avatar != null && pictures.remove(avatar)) {
      things.add(new Thing(picture(avatar), null, profile, "the picture of the profile"));
    }
  }

  private static Item picture(String sha256) {
    return new Item(Kind.PICTURE, sha256, digest(List.of(sha256)));
  }

  private static void post(FlaggedPost flagged, Set<String> pictures, List<Thing> things) {
    Post post = flagged.post();
    List<String> shown = new ArrayList<>();
    shown.add(post.text());
    post.media().forEach(media -> shown.add(media.sha256()));
    things.add(
        new Thing(new Item(Kind.POST, post.post().nativeId(), digest(shown)), flagged, null, null));
    for (Post.Media media : post.media()) {
      if (pictures.remove(media.sha256())) {
        things.add(new Thing(picture(media.sha256()), flagged, null, media.description()));
      }
    }
  }

  /** By item, in their order. */
  Map<Item, Thing> byItem(Case open) {
    Map<Item, Thing> things = new LinkedHashMap<>();
    of(open).forEach(thing -> things.put(thing.item(), thing));
    return things;
  }

  private static String digest(List<String> shown) {
    return HexFormat.of().formatHex(Copied.digest(String.join("\0", shown)), 0, 8);
  }
}
