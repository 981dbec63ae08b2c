package reeve.signals.likeness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/**
 * The bytes of a profile in the index: what a ranking reads first (features of each kind in order,
 * and their counts), then what a reason needs (times, posts, labels).
 */
final class ProfileBytes {
  private static final int VERSION = 1;

  private ProfileBytes() {}

  static BytesRef write(Profile profile) {
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
      long[] features = profile.held.keySet().stream().mapToLong(Long::longValue).toArray();
      Arrays.sort(features);
      out.writeVInt(features.length);
      long before = 0;
      for (long feature : features) {
        out.writeVLong(feature - before);
        before = feature;
      }
      for (long feature : features) {
        out.writeVInt(held(profile, feature).count());
      }
      for (long feature : features) {
        Held held = held(profile, feature);
        Kind kind = Feature.kind(feature);
        if (kind.isTimed()) {
          out.writeVLong(Math.max(0, held.at()));
          out.writeString(held.last() == null ? "" : held.last());
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

  private static Held held(Profile profile, long feature) {
    Held held = profile.held.get(feature);
    if (held == null) {
      throw new IllegalStateException("a feature left while it was written");
    }
    return held;
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
    for (int i = 0; i < head.features.length; i++) {
      Kind kind = Feature.kind(head.features[i]);
      long at = kind.isTimed() ? in.readVLong() : 0;
      String last = kind.isTimed() ? in.readString() : "";
      String label = kind.isNamed() ? in.readString() : "";
      profile.held.put(
          head.features[i],
          new Held(
              head.counts[i], at, last.isEmpty() ? null : last, label.isEmpty() ? null : label));
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
