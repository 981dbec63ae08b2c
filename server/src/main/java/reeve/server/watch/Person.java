package reeve.server.watch;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Profile;

/** An account as events have told of it so far. Not safe for several threads at once. */
public final class Person {
  final String id;
  String handle;
  String displayName;
  String bio;
  String location;

  /** The fields of the profile, a line each. */
  String fields;

  @Nullable String avatar;
  String state = "active";
  Instant createdAt;
  long followers;
  long following;
  long posts;

  /** An account of which nothing but its id is known; a field without value stays empty. */
  Person(String id) {
    this.id = id;
    handle = "";
    displayName = "";
    bio = "";
    location = "";
    fields = "";
    createdAt = Instant.EPOCH;
  }

  /** Takes what a profile says, counts included; returns whether any of it is new. */
  boolean tell(Profile profile) {
    if (says(profile)) {
      return false;
    }
    handle = profile.handle();
    displayName = profile.displayName();
    bio = profile.bio();
    location = profile.location();
    fields = lines(profile.fields());
    avatar = profile.avatar();
    state = profile.state().name().toLowerCase(Locale.ROOT);
    createdAt = profile.createdAt();
    followers = profile.followers();
    following = profile.following();
    posts = profile.posts();
    return true;
  }

  private boolean says(Profile profile) {
    return handle.equals(profile.handle())
        && displayName.equals(profile.displayName())
        && bio.equals(profile.bio())
        && location.equals(profile.location())
        && fields.equals(lines(profile.fields()))
        && Objects.equals(avatar, profile.avatar())
        && state.equals(profile.state().name().toLowerCase(Locale.ROOT))
        && createdAt.equals(profile.createdAt())
        && followers == profile.followers()
        && following == profile.following()
        && posts == profile.posts();
  }

  private static String lines(List<Profile.Field> fields) {
    return fields.stream()
        .map(field -> field.name() + ": " + field.value())
        .collect(Collectors.joining("\n"));
  }

  /** Whether more than its id is known. */
  boolean known() {
    return !handle.isEmpty();
  }

  public String handle() {
    return handle;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public String state() {
    return state;
  }

  public long followers() {
    return followers;
  }

  public long following() {
    return following;
  }

  public long posts() {
    return posts;
  }
}
