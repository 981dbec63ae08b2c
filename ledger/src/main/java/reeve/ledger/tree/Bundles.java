package reeve.ledger.tree;

import java.util.Optional;

/** Entries as they are published: each with its length (big-endian, 16 bits) before it. */
public final class Bundles {
  private Bundles() {}

  /** A bundle of entries whose 32 bytes each stand side by side. */
  public static byte[] of(byte[] entries, int offset, int count) {
    byte[] bundle = new byte[count * Entry.BUNDLED_BYTES];
    for (int i = 0; i < count; i++) {
      bundle[i * Entry.BUNDLED_BYTES + 1] = Hash.BYTES;
      System.arraycopy(
          entries, offset + i * Hash.BYTES, bundle, i * Entry.BUNDLED_BYTES + 2, Hash.BYTES);
    }
    return bundle;
  }

  /** An entry; nothing where the length before it is not that of one. */
  static Optional<Entry> entry(byte[] bundle, int index) {
    return whole(bundle, index)
        ? Optional.of(new Entry(Hash.at(bundle, index * Entry.BUNDLED_BYTES + 2)))
        : Optional.empty();
  }

  static boolean whole(byte[] bundle, int index) {
    int at = index * Entry.BUNDLED_BYTES;
    return bundle[at] == 0 && bundle[at + 1] == Hash.BYTES;
  }
}
