package reeve.server.bundle.make;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageVersion;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResource;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

/**
 * Posts, profiles and pictures as resource records of a WARC 1.1 file (ISO 28500:2017), each packed
 * by itself and with the SHA-256 of its block.
 */
final class Warc implements Closeable {
  private static final MediaType JSON = MediaType.parse("application/json");

  private final OutputStream to;

  Warc(OutputStream to, String file, About about) throws IOException {
    this.to = to;
    Map<String, List<String>> fields = new LinkedHashMap<>();
    fields.put("software", List.of(About.TOOL + " " + about.version()));
    fields.put("format", List.of("WARC File Format 1.1"));
    fields.put("isPartOf", List.of("urn:uuid:" + about.number()));
    fields.put(
        "description",
        List.of(
            "WARC-Date is the end of the hour in which the copy was made, or the making of the"
                + " bundle where that came first."));
    write(
        new Warcinfo.Builder()
            .version(MessageVersion.WARC_1_1)
            .date(about.madeAt())
            .filename(file)
            .fields(fields)
            .build(),
        Deflater.BEST_SPEED);
  }

  private void write(WarcRecord record, int level) throws IOException {
    Member member = new Member(to, level);
    new WarcWriter(Channels.newChannel(member), WarcCompression.NONE).write(record);
    member.end();
  }

  /** One record's packing; what is packed already, as pictures are, is not packed again. */
  private static final class Member extends GZIPOutputStream {
    Member(OutputStream to, int level) throws IOException {
      super(to, 1 << 16);
      def.setLevel(level);
    }

    /** Leaves what is below open. */
    void end() throws IOException {
      finish();
      out.flush();
      def.end();
    }
  }

  void words(Item item, byte[] words) throws IOException {
    write(
        resource(item.url(), item.copiedTo(), Digests.sha256(words)).body(JSON, words).build(),
        Deflater.BEST_SPEED);
  }

  void picture(Picture picture, Path bytes, Instant date) throws IOException {
    try (ReadableByteChannel from = Files.newByteChannel(bytes)) {
      write(
          resource(name(picture), date, picture.sha256())
              .body(MediaType.parse(picture.type()), from, Files.size(bytes))
              .build(),
          Deflater.NO_COMPRESSION);
    }
  }

  private static WarcResource.Builder resource(String target, Instant date, String sha256) {
    return new WarcResource.Builder(URI.create(target))
        .version(MessageVersion.WARC_1_1)
        .date(date)
        // Set as it is: the library would write base 32 with a padding that the standard forbids.
        .setHeader("WARC-Block-Digest", "sha256:" + sha256);
  }

  /** A picture is named by its contents (RFC 6920): the platform has it under many addresses. */
  static String name(Picture picture) {
    return "ni:///sha-256;"
        + java.util.Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(java.util.HexFormat.of().parseHex(picture.sha256()));
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
