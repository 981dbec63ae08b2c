package reeve.server.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.Cluster.Item;
import reeve.server.cases.Cluster.Kind;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;

/** What of an account a person can open: its profile, posts of which copies are kept, pictures. */
@Component
final class ClusterItems {
  /** The newest posts; flagged ones first. */
  private static final int POSTS_MOST = 40;

  private final Cases cases;

  ClusterItems(Cases cases) {
    this.cases = cases;
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
    cases.profile(open.account()).ifPresent(profile -> profile(profile, things));
    Set<String> flagged =
        cases.flagged(open.id()).stream()
            .map(post -> post.post().post().nativeId())
            .collect(Collectors.toCollection(HashSet::new));
    List<FlaggedPost> kept = cases.kept(open.id()).stream().filter(post -> !post.sealed()).toList();
    int others = POSTS_MOST;
    for (FlaggedPost post : kept) {
      if (flagged.contains(post.post().post().nativeId()) || others-- > 0) {
        post(post, things);
      }
    }
    return things;
  }

  private static void profile(Profile profile, List<Thing> things) {
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
  }

  private static void post(FlaggedPost flagged, List<Thing> things) {
    Post post = flagged.post();
    List<String> shown = new ArrayList<>();
    shown.add(post.text());
    post.media().forEach(media -> shown.add(media.sha256()));
    things.add(
        new Thing(new Item(Kind.POST, post.post().nativeId(), digest(shown)), flagged, null, null));
    for (Post.Media media : post.media()) {
      Item item = new Item(Kind.PICTURE, media.sha256(), digest(List.of(media.sha256())));
      if (things.stream().noneMatch(thing -> thing.item().equals(item))) {
        things.add(new Thing(item, flagged, null, media.description()));
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
