package reeve.signals.likeness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/**
 * The bytes of a profile in the index: what a ranking reads first (features of each kind in order,
 * and their counts), then what a reason needs (posts with their times, and of each feature the post
 * in which it was seen last; labels).
 */
final class ProfileBytes {
  private static final int VERSION = 2;

  private static final Seen NEVER = new Seen("", 0);

  private ProfileBytes() {}

  /**
   * The bytes of a profile.
   *
   * @param features all of it, in order
   */
  static BytesRef write(Profile profile, long[] features) {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput(256);
    try {
      out.writeVInt(VERSION);
      out.writeString(profile.account);
      out.writeString(profile.handle);
      out.writeString(profile.language());
      out.writeByte((byte) profile.standing.code());
      out.writeZLong(profile.createdAt);
      out.writeVLong(Math.max(0, profile.followers));
      out.writeVLong(Math.max(0, profile.following));
      out.writeVLong(Math.max(0, profile.posts));
      out.writeVInt(profile.full);
      out.writeVInt(features.length);
      long before = 0;
      for (long feature : features) {
        out.writeVLong(feature - before);
        before = feature;
      }
      for (long feature : features) {
        out.writeVInt(profile.get(feature).count());
      }
      Map<Seen, Integer> posts = posts(profile, features);
      out.writeVInt(posts.size());
      for (Seen each : posts.keySet()) {
        out.writeString(each.post());
        out.writeVLong(Math.max(0, each.at()));
      }
      for (long feature : features) {
        Held held = profile.get(feature);
        Kind kind = Feature.kind(feature);
        if (kind.isOfPosts()) {
          out.writeVInt(posts.getOrDefault(Seen.of(held), 0));
        }
        if (kind.isNamed()) {
          out.writeString(held.label() == null ? "" : held.label());
        }
      }
      out.writeVInt(profile.languages.size());
      for (Map.Entry<String, Integer> each : profile.languages.entrySet()) {
        out.writeString(each.getKey());
        out.writeVInt(each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BytesRef(out.toArrayCopy());
  }

  /** A post, and when it was. */
  private record Seen(String post, long at) {
    static Seen of(Held held) {
      return new Seen(held.last() == null ? "" : held.last(), held.at());
    }
  }

  /** The posts in which something was seen last, in a fixed order, each with its number. */
  private static Map<Seen, Integer> posts(Profile profile, long[] features) {
    Map<Seen, Integer> posts = new LinkedHashMap<>();
    for (long feature : features) {
      if (Feature.kind(feature).isOfPosts()) {
        posts.putIfAbsent(Seen.of(profile.get(feature)), posts.size());
      }
    }
    return posts;
  }

  static Profile read(BytesRef bytes) {
    ByteArrayDataInput in = new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length);
    try {
      return read(in, Vector.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Profile read(ByteArrayDataInput in, Vector head) throws IOException {
    Profile profile = head.begin();
    Seen[] posts = new Seen[in.readVInt()];
    for (int i = 0; i < posts.length; i++) {
      posts[i] = new Seen(in.readString(), in.readVLong());
    }
    for (int i = 0; i < head.features.length; i++) {
      Kind kind = Feature.kind(head.features[i]);
      Seen seen = kind.isOfPosts() ? posts[in.readVInt()] : NEVER;
      String last = seen.post().isEmpty() ? null : seen.post();
      String label = kind.isNamed() ? in.readString() : "";
      profile.held.put(
          head.features[i],
          new Held(head.counts[i], seen.at(), last, label.isEmpty() ? null : label));
      profile.counts[kind.code()]++;
    }
    profile.written = head.features;
    profile.writtenLanguage = head.language;
    int languages = in.readVInt();
    for (int i = 0; i < languages; i++) {
      String language = in.readString();
      profile.languages.put(language, in.readVInt());
    }
    return profile;
  }

  static int requireVersion(int version) {
    if (version != VERSION) {
      throw new IllegalStateException("a profile of version " + version);
    }
    return version;
  }
}
