package reeve.signals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What texts that differ little have in common: 64 minima of hashes over pairs of words (MinHash;
 * Broder 1997), 16 bits of each; of scripts without spaces over pairs of characters. Links,
 * mentions, digits, case and punctuation do not count.
 *
 * <p>The Jaccard similarity of two texts is the share of pairs that both have. Two texts of
 * similarity {@code j} share at least one of 16 {@linkplain #bands bands} with probability {@code 1
 * - (1 - j^4)^16}: 0.64 at 0.5, 0.89 at 0.6, 0.987 at 0.7, 0.9998 at 0.8, and 0.03 at 0.2. The
 * {@linkplain #similarity estimate} of {@code j} has a standard error of at most 0.0625.
 */
public final class NearText {
  /** How many minima. */
  static final int SIZE = 64;

  /** Minima of one band. */
  private static final int ROWS = 4;

  /** How many bands. */
  public static final int BANDS = SIZE / ROWS;

  /** So many words are read, or characters of scripts without spaces. */
  static final int MOST = 2_000;

  private static final long[] FACTORS = new long[SIZE];

  static {
    // Any odd numbers without a pattern will do; never to change, since bands are stored.
    long seed = 0x243f6a8885a308d3L;
    for (int i = 0; i < SIZE; i++) {
      seed += 0x9e3779b97f4a7c15L;
      FACTORS[i] = mixed(seed) | 1;
    }
  }

  private final char[] minima;

  private NearText(char[] minima) {
    this.minima = minima;
  }

  /** Of a text. */
  public static NearText of(String text) {
    return new TextSignals(text).near();
  }

  /**
   * Of what {@link #bytes} gave.
   *
   * @return empty where they are none
   */
  public static Optional<NearText> of(byte[] bytes) {
    if (bytes.length != 0 && bytes.length != 2 * SIZE) {
      return Optional.empty();
    }
    char[] minima = new char[bytes.length / 2];
    for (int i = 0; i < minima.length; i++) {
      minima[i] = (char) ((bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff));
    }
    return Optional.of(new NearText(minima));
  }

  /** Whether no words are left; such a text is like no other. */
  public boolean isEmpty() {
    return minima.length == 0;
  }

  /** The estimated similarity, 0 to 1. */
  public double similarity(NearText other) {
    if (isEmpty() || other.isEmpty()) {
      return 0;
    }
    int same = 0;
    for (int i = 0; i < SIZE; i++) {
      same += minima[i] == other.minima[i] ? 1 : 0;
    }
    return (double) same / SIZE;
  }

  /** The keys to look it up by, one a band and different between bands; none where it is empty. */
  public List<Long> bands() {
    List<Long> bands = new ArrayList<>(BANDS);
    for (int i = 0; i < minima.length; i += ROWS) {
      long band = i;
      for (int k = i; k < i + ROWS; k++) {
        band = mixed(band ^ minima[k]);
      }
      bands.add(band);
    }
    return bands;
  }

  /** Its minima, two bytes each; none where it is empty. */
  public byte[] bytes() {
    byte[] bytes = new byte[2 * minima.length];
    for (int i = 0; i < minima.length; i++) {
      bytes[2 * i] = (byte) (minima[i] >> 8);
      bytes[2 * i + 1] = (byte) minima[i];
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NearText near && Arrays.equals(minima, near.minima);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(minima);
  }

  /**
   * Of a normalised text.
   *
   * @param kept without links, mentions and digits
   */
  static NearText ofWords(String kept) {
    long[] words = hashes(kept);
    if (words.length == 0) {
      return new NearText(new char[0]);
    }
    long[] minima = new long[SIZE];
    Arrays.fill(minima, Long.MAX_VALUE);
    int pairs = Math.max(1, words.length - 1);
    for (int p = 0; p < pairs; p++) {
      long second = words.length == 1 ? 0 : words[p + 1];
      long pair = mixed(words[p] * 31 + second);
      for (int i = 0; i < SIZE; i++) {
        minima[i] = Math.min(minima[i], pair * FACTORS[i]);
      }
    }
    char[] kepts = new char[SIZE];
    for (int i = 0; i < SIZE; i++) {
      kepts[i] = (char) (mixed(minima[i]) >>> 48);
    }
    return new NearText(kepts);
  }

  /** The words of a normalised text, and each character of scripts without spaces. */
  static List<String> words(String normal) {
    var words = new ArrayList<String>();
    int from = -1;
    for (int i = 0; i < normal.length() && words.size() < MOST; ) {
      int point = normal.codePointAt(i);
      int next = i + Character.charCount(point);
      boolean word = Letters.isWord(point);
      boolean alone = word && Letters.isSpaceless(point);
      if (from >= 0 && (!word || alone)) {
        words.add(normal.substring(from, i));
        from = -1;
      }
      if (alone) {
        words.add(normal.substring(i, next));
      } else if (word && from < 0) {
        from = i;
      }
      i = next;
    }
    if (from >= 0 && words.size() < MOST) {
      words.add(normal.substring(from));
    }
    return words;
  }

  /** A hash of each of the {@link #words}. */
  private static long[] hashes(String normal) {
    long[] hashes = new long[Math.min(MOST, normal.length() / 2 + 16)];
    int count = 0;
    long hash = 0;
    boolean open = false;
    for (int i = 0; i < normal.length() && count < MOST; i++) {
      char c = normal.charAt(i);
      boolean word;
      boolean alone = false;
      if (c < 0x80) {
        word = Links.isAlnum(c);
      } else if (Character.isSurrogate(c)) {
        word = Letters.isWord(normal.codePointAt(Character.isLowSurrogate(c) && i > 0 ? i - 1 : i));
      } else {
        word = Letters.isWord(c);
        alone = word && Letters.isSpaceless(c);
      }
      if (open && (!word || alone)) {
        hashes = put(hashes, count++, hash);
        open = false;
      }
      if (alone && count < MOST) {
        hashes = put(hashes, count++, mixed(c));
      } else if (word) {
        hash = (open ? hash : 0) * 0x100000001b3L + c;
        open = true;
      }
    }
    if (open && count < MOST) {
      hashes = put(hashes, count++, hash);
    }
    return Arrays.copyOf(hashes, count);
  }

  private static long[] put(long[] hashes, int at, long hash) {
    long[] room = at < hashes.length ? hashes : Arrays.copyOf(hashes, 2 * at + 16);
    room[at] = hash;
    return room;
  }

  /** The finaliser of MurmurHash3 (Appleby), which spreads each bit over all. */
  private static long mixed(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
