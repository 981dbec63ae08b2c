package reeve.server.watch.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reeve.server.watch.log.Disk.Stored;

/**
 * What stands behind the blocks of a sealed segment.
 *
 * @param first offset of its first event
 * @param count events, erased ones among them
 * @param erased how many of them are
 * @param earliest event time, ms; a bound, as the next
 * @param latest event time, ms
 * @param oldest when its first event arrived, ms
 * @param newest when its last event arrived, ms
 * @param sources the highest sequence of each source within it
 * @param blocks in their order
 */
record Index(
    long first,
    long count,
    long erased,
    long earliest,
    long latest,
    long oldest,
    long newest,
    Map<String, Long> sources,
    List<Block> blocks) {
  private static final long MAGIC = 0x524545564553454CL; // REEVESEL
  static final int DIGEST = 32;

  /** Position (u64), length and CRC32C (u32 each) of the index, SHA-256 of all before, magic. */
  static final int TRAILER = 16 + DIGEST + 8;

  /**
   * Some frames, compressed together.
   *
   * @param position where it begins in the file
   * @param first offset of its first event
   */
  record Block(long position, long first) {}

  Index {
    sources = Map.copyOf(sources);
    blocks = List.copyOf(blocks);
  }

  /** The number of the block in which an offset lies. */
  int block(long offset) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).first() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  Bytes write() {
    Bytes to = new Bytes(4 << 10);
    to.u64(first);
    to.varint(count);
    to.varint(erased);
    to.zigzag(earliest);
    to.zigzag(latest);
    to.varint(oldest);
    to.varint(newest);
    to.varint(sources.size());
    new TreeMap<>(sources)
        .forEach((source, highest) -> {
          to.text(source);
          to.zigzag(highest);
        });
    to.varint(blocks.size());
    for (Block block : blocks) {
      to.varint(block.position());
      to.varint(block.first() - first);
    }
    return to;
  }

  private static Index read(Cursor from) {
    long first = from.u64();
    long count = from.varint();
    long erased = from.varint();
    long earliest = from.zigzag();
    long latest = from.zigzag();
    long oldest = from.varint();
    long newest = from.varint();
    Map<String, Long> sources = new HashMap<>();
    for (int n = from.count(); n > 0; n--) {
      sources.put(from.text(), from.zigzag());
    }
    List<Block> blocks = new ArrayList<>();
    for (int n = from.count(); n > 0; n--) {
      blocks.add(new Block(from.varint(), first + from.varint()));
    }
    return new Index(first, count, erased, earliest, latest, oldest, newest, sources, blocks);
  }

  /** The last bytes of the file, but for the digest, which the caller sets. */
  static Bytes trailer(long position, Bytes index) {
    Bytes to = new Bytes(TRAILER);
    to.u64(position);
    to.u32(index.length());
    to.u32(Frame.crc(index.array(), 0, index.length()));
    return to;
  }

  static void finish(Bytes trailer, byte[] digest) {
    trailer.raw(digest, 0, DIGEST);
    trailer.u64(MAGIC);
  }

  /**
   * Reads the index of a file.
   *
   * @throws LogException {@link LogProblem#DAMAGED}
   */
  static Index of(Stored file, String name) throws IOException {
    long size = file.size();
    byte[] end = new byte[TRAILER];
    if (size < TRAILER || file.read(size - TRAILER, end, 0, TRAILER) < TRAILER) {
      throw RawFrames.damaged(name, size);
    }
    Cursor trailer = Cursor.over(end, 0, TRAILER);
    long position = trailer.u64();
    int length = trailer.u32();
    int crc = trailer.u32();
    trailer.skip(DIGEST);
    if (trailer.u64() != MAGIC
        || length < 0
        || position < 0
        || position + length + TRAILER != size) {
      throw RawFrames.damaged(name, size - TRAILER);
    }
    byte[] index = new byte[length];
    if (file.read(position, index, 0, length) < length || Frame.crc(index, 0, length) != crc) {
      throw RawFrames.damaged(name, position);
    }
    return read(Cursor.over(index, 0, length));
  }
}
