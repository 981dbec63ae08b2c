package reeve.server.watch;

import java.time.Instant;

/** An account as events have told of it so far. Not safe for several threads at once. */
public final class Person {
  final String id;
  String handle;
  String displayName;
  String bio;
  String location;
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
    createdAt = Instant.EPOCH;
  }

  /** Whether more than its id is known. */
  boolean known() {
    return !handle.isEmpty();
  }
}
