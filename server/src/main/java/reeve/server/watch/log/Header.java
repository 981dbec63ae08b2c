package reeve.server.watch.log;

import java.io.IOException;
import java.util.Optional;
import reeve.server.watch.log.Disk.Stored;

/**
 * How every file of segments begins: magic (u64), version (u32), bytes of the rest (u32), offset of
 * the first event (u64), {@link Table}, CRC32C of all before (u32).
 *
 * @param length its bytes
 */
record Header(long first, Table table, int length) {
  private static final long MAGIC = 0x52454556454C4F47L; // REEVELOG
  private static final int VERSION = 1;
  private static final int HEAD = 16;
  private static final int LONGEST = 1 << 20;

  static Bytes write(long first, Table table) {
    Bytes bytes = new Bytes(4 << 10);
    bytes.u64(MAGIC);
    bytes.u32(VERSION);
    bytes.u32(0);
    bytes.u64(first);
    table.write(bytes);
    bytes.setU32(12, bytes.length() - HEAD + 4);
    bytes.u32(Frame.crc(bytes.array(), 0, bytes.length()));
    return bytes;
  }

  /** Reads; empty where the file does not begin with a whole one. */
  static Optional<Header> read(Stored file) throws IOException {
    byte[] head = new byte[HEAD];
    if (file.read(0, head, 0, HEAD) < HEAD) {
      return Optional.empty();
    }
    Cursor cursor = Cursor.over(head, 0, HEAD);
    long magic = cursor.u64();
    int version = cursor.u32();
    int rest = cursor.u32();
    if (magic != MAGIC || rest < 12 || rest > LONGEST) {
      return Optional.empty();
    }
    if (version != VERSION) {
      throw new LogException(
          LogProblem.OTHER_FORMAT,
          "The event log is of format " + version + "; this version reads " + VERSION + ".");
    }
    byte[] all = new byte[HEAD + rest];
    if (file.read(0, all, 0, all.length) < all.length
        || Cursor.over(all, all.length - 4, all.length).u32()
            != Frame.crc(all, 0, all.length - 4)) {
      return Optional.empty();
    }
    Cursor body = Cursor.over(all, HEAD, all.length - 4);
    long first = body.u64();
    return Optional.of(new Header(first, Table.read(body), all.length));
  }

  /** As {@link #read}, of a file that must have one. */
  static Header of(Stored file, String name) throws IOException {
    return read(file)
        .orElseThrow(() ->
            new LogException(
                LogProblem.DAMAGED,
                "The file "
                    + name
                    + " of the event log does not begin as it should. Restore"
                    + " it from a backup, or move it and all older ones away: the log then"
                    + " begins behind it."));
  }
}
