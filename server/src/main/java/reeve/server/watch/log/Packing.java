package reeve.server.watch.log;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;

/**
 * Blocks of a sealed segment: bytes compressed and raw, CRC32C of the compressed (u32 each), and
 * one Zstandard frame (RFC 8878). Of one thread.
 */
final class Packing {
  static final int HEAD = 12;

  /** A block takes frames until it holds as many bytes. */
  static final int FULL = 512 << 10;

  /** Raw bytes of a block, at most. */
  static final int BYTES = FULL + Frame.BYTES;

  private final ZstdJavaCompressor compressor = new ZstdJavaCompressor();
  private final ZstdJavaDecompressor decompressor = new ZstdJavaDecompressor();

  static int most(int raw) {
    return new ZstdJavaCompressor().maxCompressedLength(raw);
  }

  /** Appends a block. */
  void pack(byte[] raw, int length, Bytes to) {
    int mark = to.skip(HEAD);
    int body = to.skip(compressor.maxCompressedLength(length));
    int packed = compressor.compress(raw, 0, length, to.array(), body, to.length() - body);
    to.cut(body + packed);
    to.setU32(mark, packed);
    to.setU32(mark + 4, length);
    to.setU32(mark + 8, Frame.crc(to.array(), body, body + packed));
  }

  /** Unpacks the body of a block; false where it does not hold what was written. */
  boolean unpack(byte[] packed, int length, int crc, byte[] to, int raw) {
    try {
      return Frame.crc(packed, 0, length) == crc
          && decompressor.decompress(packed, 0, length, to, 0, raw) == raw;
    } catch (MalformedInputException e) {
      return false;
    }
  }
}
