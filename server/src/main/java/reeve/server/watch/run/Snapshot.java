package reeve.server.watch.run;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.count.Cut;
import reeve.rules.count.Table;
import reeve.rules.engine.History;

/**
 * What a snapshot of counters holds: which counters count; chunks of the shards, each at an offset
 * of its own; and, of the moment of its last chunk, what rules used of their limits and up to where
 * verdicts were durable.
 *
 * @param histories of the counters that count, by identity
 * @param cuts of each shard, which of its keys hold what
 * @param evaluated events before this offset have their verdicts
 * @param limits as the engine writes them, at that offset
 */
record Snapshot(Map<Long, History> histories, List<Cut> cuts, long evaluated, ByteBuffer limits) {
  private static final int VERSION = 0x52565702; // RVW and a number
  private static final int END = 0xFF;
  private static final int LIMITS_MOST = 256 << 20;

  /** Writes what stands before the chunks. */
  static void begin(DataOutputStream into, Map<Long, History> histories, int shards)
      throws IOException {
    into.writeInt(VERSION);
    into.writeByte(shards);
    into.writeInt(histories.size());
    for (var entry : histories.entrySet()) {
      into.writeLong(entry.getKey());
      into.writeLong(entry.getValue().key());
      into.writeLong(entry.getValue().since());
    }
  }

  static void chunk(DataOutputStream into, int shard, ByteBuffer chunk) throws IOException {
    into.writeByte(shard);
    into.writeInt(chunk.remaining());
    into.write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
  }

  static void end(DataOutputStream into, long evaluated, ByteBuffer limits) throws IOException {
    into.writeByte(END);
    into.writeLong(evaluated);
    into.writeInt(limits.remaining());
    into.write(limits.array(), limits.arrayOffset() + limits.position(), limits.remaining());
  }

  /**
   * Reads all of it, chunks into their tables.
   *
   * @return null where another version of Reeve wrote it, with other keys or bytes
   */
  static @Nullable Snapshot load(DataInputStream from, List<Table> tables) throws IOException {
    if (from.readInt() != VERSION || from.readUnsignedByte() != tables.size()) {
      return null;
    }
    Map<Long, History> histories = new TreeMap<>();
    for (int left = from.readInt(); left > 0; left--) {
      histories.put(from.readLong(), new History(from.readLong(), from.readLong()));
    }
    List<Cut> cuts = new ArrayList<>();
    tables.forEach(_ -> cuts.add(new Cut()));
    byte[] chunk = new byte[Table.CHUNK_BYTES];
    for (int shard = from.readUnsignedByte(); shard != END; shard = from.readUnsignedByte()) {
      int bytes = from.readInt();
      if (shard >= tables.size() || bytes < 0 || bytes > chunk.length) {
        throw damaged();
      }
      from.readFully(chunk, 0, bytes);
      tables.get(shard).load(ByteBuffer.wrap(chunk, 0, bytes), cuts.get(shard));
    }
    for (Cut cut : cuts) {
      if (!cut.complete()) {
        throw new IOException("a chunk of the counters' snapshot is missing");
      }
    }
    long evaluated = from.readLong();
    int length = from.readInt();
    if (length < 0 || length > LIMITS_MOST) {
      throw damaged();
    }
    return new Snapshot(histories, cuts, evaluated, ByteBuffer.wrap(from.readNBytes(length)));
  }

  private static IOException damaged() {
    return new IOException("the counters' snapshot is damaged");
  }

  /** The offset from which the log is to be read again. */
  long from() {
    long least = evaluated;
    for (Cut cut : cuts) {
      least = Math.min(least, cut.position() + 1);
    }
    return least;
  }
}
