package reeve.rules.count;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The bytes of one segment in a snapshot, as written down in docs/counters.md. */
final class Chunk {
  private static final int MAGIC = 'R' | ('V' << 8) | ('C' << 16) | ('1' << 24);
  private static final int RECORDS_AT = 28;
  private static final int HEAD = 36;

  private final ByteBuffer bytes;
  private int records;

  private Chunk(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Begins a chunk at the buffer's position. */
  static Chunk begin(ByteBuffer into, long first, long last, long position) {
    Chunk chunk = new Chunk(into.slice());
    chunk.bytes.putInt(MAGIC).putLong(first).putLong(last).putLong(position).putInt(0).putInt(0);
    return chunk;
  }

  void put(long high, long low, byte[] value, int length) {
    bytes.putLong(high).putLong(low).putShort((short) length).put(value, 0, length);
    records++;
  }

  /** Ends it; returns its bytes. */
  int end() {
    int length = bytes.position();
    bytes.putInt(RECORDS_AT, records).putInt(RECORDS_AT + 4, length - HEAD);
    bytes.putInt(checksum(length));
    return length + 4;
  }

  /** Opens a chunk that begins at the buffer's position, and moves the buffer behind it. */
  static Chunk open(ByteBuffer from) throws IOException {
    Chunk chunk = new Chunk(from.slice());
    ByteBuffer bytes = chunk.bytes;
    if (bytes.remaining() < HEAD + 4 || bytes.getInt(0) != MAGIC) {
      throw new IOException("not a chunk of a snapshot");
    }
    int length = bytes.getInt(RECORDS_AT + 4);
    if (length < 0 || length > bytes.remaining() - HEAD - 4) {
      throw new IOException("a chunk of a snapshot ends early");
    }
    if (bytes.getInt(HEAD + length) != chunk.checksum(HEAD + length)) {
      throw new IOException("a chunk of a snapshot has changed: its checksum differs");
    }
    chunk.records = bytes.getInt(RECORDS_AT);
    from.position(from.position() + HEAD + length + 4);
    bytes.position(HEAD).limit(HEAD + length);
    return chunk;
  }

  long first() {
    return bytes.getLong(4);
  }

  long last() {
    return bytes.getLong(12);
  }

  long position() {
    return bytes.getLong(20);
  }

  /** Puts all records into a state. */
  void into(State state) throws IOException {
    byte[] value = new byte[State.VALUE_BYTES];
    for (int i = 0; i < records; i++) {
      long high = bytes.getLong();
      long low = bytes.getLong();
      int length = bytes.getShort();
      if (length < 2 || length > State.VALUE_BYTES || length > bytes.remaining()) {
        throw new IOException("a chunk of a snapshot holds a value of " + length + " bytes");
      }
      bytes.get(value, 0, length);
      state.put(high, low, value, length);
    }
  }

  private int checksum(int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, length));
    return (int) crc.getValue();
  }
}
