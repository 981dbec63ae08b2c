package reeve.signals.likeness;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.util.BytesRef;

/** What a ranking reads of an account: its features in order, and how often each. */
final class Vector {
  final String account;
  final String handle;
  final String language;
  final Standing standing;
  final long createdAt;
  final long followers;
  final long following;
  final long posts;
  private final int full;
  final long[] features;
  final int[] counts;

  private Vector(ByteArrayDataInput in) throws IOException {
    ProfileBytes.requireVersion(in.readVInt());
    account = in.readString();
    handle = in.readString();
    language = in.readString();
    standing = Standing.ofCode(in.readByte());
    createdAt = in.readZLong();
    followers = in.readVLong();
    following = in.readVLong();
    posts = in.readVLong();
    full = in.readVInt();
    features = new long[in.readVInt()];
    long before = 0;
    for (int i = 0; i < features.length; i++) {
      before += in.readVLong();
      features[i] = before;
    }
    counts = new int[features.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.readVInt();
    }
  }

  static Vector read(ByteArrayDataInput in) {
    try {
      return new Vector(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Vector read(BytesRef bytes) {
    return read(new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length));
  }

  /** The profile without its features. */
  Profile begin() {
    Profile profile = new Profile(account);
    profile.handle = handle;
    profile.standing = standing;
    profile.createdAt = createdAt;
    profile.followers = followers;
    profile.following = following;
    profile.posts = posts;
    profile.full = full;
    return profile;
  }
}
