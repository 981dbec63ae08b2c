package reeve.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Hash;

/**
 * The head of a store on disk: two turns, written one after the other, each of two sectors with the
 * same bytes. A crash within a write leaves the turn before; a damaged sector leaves its twin, so
 * that a head is never taken back unseen. A sector: {@code RLEDGER1}, turn, size, root, CRC32C.
 */
final class HeadFile implements Closeable {
  private static final int SECTOR = 512;
  private static final int WRITTEN = 3 * Long.BYTES + Hash.BYTES;
  private static final long MAGIC = 0x524C454447455231L;

  private final FileChannel file;
  private Turn last;

  private HeadFile(FileChannel file, Turn last) {
    this.file = file;
    this.last = last;
  }

  private record Turn(long number, Head head) {}

  /**
   * @param begin whether there is no store yet: then it is made, whole or not at all
   */
  static HeadFile open(Path path, boolean begin) throws IOException {
    if (begin) {
      Durable.replace(path, Arrays.copyOf(turn(0, Head.EMPTY).array(), 4 * SECTOR));
    }
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      var bytes = ByteBuffer.allocate(4 * SECTOR);
      while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {}
      Turn even = turn(bytes, 0, path);
      Turn odd = turn(bytes, 1, path);
      Turn last = even.number() > odd.number() ? even : odd;
      if (last.number() < 0) {
        throw damaged(path);
      }
      return new HeadFile(file, last);
    } catch (IOException | LedgerException e) {
      file.close();
      throw e;
    }
  }

  Head head() {
    return last.head();
  }

  void write(Head head) throws IOException {
    long number = last.number() + 1;
    Durable.write(file, turn(number, head), number % 2 * 2 * SECTOR);
    file.force(false);
    last = new Turn(number, head);
  }

  private static ByteBuffer turn(long number, Head head) {
    var bytes = ByteBuffer.allocate(2 * SECTOR);
    for (int copy = 0; copy < 2; copy++) {
      ByteBuffer sector = bytes.slice(copy * SECTOR, SECTOR);
      sector.putLong(MAGIC).putLong(number).putLong(head.size()).put(head.root().bytes());
      sector.putInt(crc(sector));
    }
    return bytes;
  }

  /** The newer of two copies; a turn that was never written is number -1. */
  private static Turn turn(ByteBuffer bytes, int which, Path path) {
    ByteBuffer first = bytes.slice(2 * which * SECTOR, SECTOR);
    ByteBuffer second = bytes.slice((2 * which + 1) * SECTOR, SECTOR);
    ByteBuffer never = ByteBuffer.allocate(SECTOR);
    if (first.equals(never) && second.equals(never)) {
      return new Turn(-1, Head.EMPTY);
    }
    Turn a = sector(first).orElse(new Turn(-1, Head.EMPTY));
    Turn b = sector(second).orElse(new Turn(-1, Head.EMPTY));
    if (a.number() < 0 && b.number() < 0) {
      throw damaged(path);
    }
    return a.number() > b.number() ? a : b;
  }

  private static Optional<Turn> sector(ByteBuffer sector) {
    if (sector.getLong(0) != MAGIC || sector.getInt(WRITTEN) != crc(sector)) {
      return Optional.empty();
    }
    byte[] root = new byte[Hash.BYTES];
    sector.get(3 * Long.BYTES, root);
    return Optional.of(
        new Turn(
            sector.getLong(Long.BYTES),
            new Head(sector.getLong(2 * Long.BYTES), Hash.at(root, 0))));
  }

  private static int crc(ByteBuffer sector) {
    var crc = new CRC32C();
    crc.update(sector.slice(0, WRITTEN));
    return (int) crc.getValue();
  }

  private static LedgerException damaged(Path path) {
    return new LedgerException(
        LedgerProblem.DAMAGED,
        path + " is damaged: how many entries were given out is not known. Put back a copy.");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
