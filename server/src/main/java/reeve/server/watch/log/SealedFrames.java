package reeve.server.watch.log;

import java.io.IOException;
import reeve.server.watch.log.Disk.Stored;

/** The frames of a sealed segment, from the block of an offset on. */
final class SealedFrames implements Frames {
  private final Stored file;
  private final String name;
  private final Header header;
  private final Index index;
  private final Packing packing = new Packing();
  private final byte[] head = new byte[Packing.HEAD];
  private byte[] packed = new byte[Packing.FULL];
  private byte[] raw = new byte[Packing.FULL + (Packing.FULL >> 2)];
  private int block;
  private int at;
  private int end;

  SealedFrames(Stored file, String name, long offset) throws IOException {
    this.file = file;
    this.name = name;
    header = Header.of(file, name);
    index = Index.of(file, name);
    block = index.block(offset);
  }

  @Override
  public Header header() {
    return header;
  }

  Index index() {
    return index;
  }

  @Override
  public boolean next(Frame frame, long limit) throws IOException {
    if (at == end && !load()) {
      return false;
    }
    int length = end - at < Frame.HEAD ? -1 : Frame.length(raw, at);
    if (length < 0 || length > end - at) {
      throw RawFrames.damaged(name, index.blocks().get(block - 1).position());
    }
    frame.take(raw, at, length);
    at += length;
    return true;
  }

  private boolean load() throws IOException {
    if (block == index.blocks().size()) {
      return false;
    }
    long position = index.blocks().get(block++).position();
    if (file.read(position, head, 0, Packing.HEAD) < Packing.HEAD) {
      throw RawFrames.damaged(name, position);
    }
    Cursor cursor = Cursor.over(head, 0, Packing.HEAD);
    int length = cursor.u32();
    int said = cursor.u32();
    int bytes = Packing.raw(said);
    int crc = cursor.u32();
    if (bytes > Packing.BYTES || length < 0 || length > Packing.most(Packing.BYTES)) {
      throw RawFrames.damaged(name, position);
    }
    packed = packed.length < length ? new byte[length] : packed;
    raw = raw.length < bytes ? new byte[bytes] : raw;
    if (file.read(position + Packing.HEAD, packed, 0, length) < length
        || !packing.unpack(packed, length, crc, raw, said)) {
      throw RawFrames.damaged(name, position);
    }
    at = 0;
    end = bytes;
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
