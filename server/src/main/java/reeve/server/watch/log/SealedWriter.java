package reeve.server.watch.log;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import reeve.server.watch.log.Disk.Stored;

/** Writes a sealed segment from frames, leaving out what was erased. */
final class SealedWriter {
  /** A segment that filled faster than so many bytes a millisecond is one of many to seal. */
  private static final long FAST = 2_000;

  private final Stored file;
  private final Segment segment;
  private final Header header;
  private final Predicate<Frame> erased;
  private final MessageDigest digest = Print.sha256();
  private final Packing packing = new Packing();
  private final Bytes block = new Bytes(Packing.FULL + (Packing.FULL >> 2));
  private final Bytes out = new Bytes(Packing.FULL);
  private final List<Index.Block> blocks = new ArrayList<>();
  private final Map<String, Long> sources = new HashMap<>();
  private long position;
  private long forced;
  private long blockFirst;
  private long end;
  private long newlyErased;
  private long allErased;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private long oldest = Long.MAX_VALUE;
  private long newest = 0;

  /**
   * @param file an empty one
   * @param segment that it replaces
   * @param header of the frames' own file
   * @param erased whether the event at which a frame stands is to be left out
   */
  SealedWriter(Stored file, Segment segment, Header header, Predicate<Frame> erased) {
    this.file = file;
    this.segment = segment;
    this.header = header;
    this.erased = erased;
    end = header.first();
    blockFirst = end;
  }

  /** Copies all frames up to the limit of their file; returns the index that it wrote. */
  Index write(Frames from, long limit) throws IOException {
    Bytes head = Header.write(header.first(), header.table());
    put(head);
    Frame frame = new Frame();
    while (from.next(frame, limit)) {
      copy(frame);
      if (block.length() >= Packing.FULL) {
        pack();
      }
    }
    pack();
    return finish();
  }

  /** How many events were left out that had not been before. */
  long newlyErased() {
    return newlyErased;
  }

  private void copy(Frame frame) {
    earliest = Math.min(earliest, frame.earliest());
    latest = Math.max(latest, frame.latest());
    oldest = Math.min(oldest, frame.arrival());
    newest = Math.max(newest, frame.arrival());
    end = frame.end();
    int mark = Frame.begin(block, frame.kind(), frame.arrival(), frame.source());
    block.zigzag(frame.earliest());
    block.varint(frame.latest() - frame.earliest());
    block.varint(frame.count());
    long before = -1;
    while (frame.next()) {
      if (frame.kind() == Frame.IDS) {
        frame.print().write(block);
      } else if (frame.offset() == frame.first()) {
        block.zigzag(frame.sequence() - 1);
        block.varint(1);
      } else {
        block.varint(frame.sequence() - before);
      }
      before = frame.sequence();
      boolean gone = frame.eventLength() == 0;
      boolean goes = !gone && erased.test(frame);
      newlyErased += goes ? 1 : 0;
      allErased += gone || goes ? 1 : 0;
      int length = gone || goes ? 0 : frame.eventLength();
      block.varint(length);
      block.raw(frame.array(), frame.event(), length);
    }
    if (frame.kind() == Frame.SEQUENCES) {
      sources.merge(frame.source(), frame.sequence(), Math::max);
    }
    Frame.finish(block, mark, frame.first(), 0);
    block.setU32(mark + 8, 0);
  }

  private void pack() throws IOException {
    if (block.length() == 0) {
      return;
    }
    blocks.add(new Index.Block(position, blockFirst));
    packing.pack(block.array(), block.length(), fast(), out);
    put(out);
    out.cut(0);
    block.cut(0);
    blockFirst = end;
  }

  /** While events come in masses, sealing must not take from those who count them. */
  private boolean fast() {
    return segment.bytes() / Math.max(1, segment.newest() - oldest) > FAST;
  }

  private void put(Bytes bytes) throws IOException {
    file.write(position, bytes.array(), 0, bytes.length());
    digest.update(bytes.array(), 0, bytes.length());
    position += bytes.length();
    if (position - forced >= 4 << 20) {
      file.force(); // in steps, so that no flush of the log waits behind all of it
      forced = position;
    }
  }

  private Index finish() throws IOException {
    Index index =
        new Index(
            header.first(),
            end - header.first(),
            allErased,
            earliest,
            latest,
            oldest,
            newest,
            sources,
            blocks);
    Bytes bytes = index.write();
    Bytes trailer = Index.trailer(position, bytes);
    put(bytes);
    digest.update(trailer.array(), 0, trailer.length());
    Index.finish(trailer, digest.digest());
    file.write(position, trailer.array(), 0, trailer.length());
    file.force();
    return index;
  }
}
