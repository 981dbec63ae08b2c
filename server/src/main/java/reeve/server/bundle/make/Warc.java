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
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageVersion;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcResource;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

/**
 * Posts, profiles and pictures as resource records of a WARC 1.1 file (ISO 28500:2017), each packed
 * by itself and with the SHA-256 of its block.
 */
final class Warc implements Closeable {
  private static final MediaType JSON = MediaType.parse("application/json");

  private final WarcWriter writer;

  Warc(OutputStream to, String file, About about) throws IOException {
    writer = new WarcWriter(Channels.newChannel(to), WarcCompression.GZIP);
    Map<String, List<String>> fields = new LinkedHashMap<>();
    fields.put("software", List.of(About.TOOL + " " + about.version()));
    fields.put("format", List.of("WARC File Format 1.1"));
    fields.put("isPartOf", List.of("urn:uuid:" + about.number()));
    fields.put(
        "description",
        List.of(
            "WARC-Date is the end of the hour in which the copy was made, or the making of the"
                + " bundle where that came first."));
    writer.write(
        new Warcinfo.Builder()
            .version(MessageVersion.WARC_1_1)
            .date(about.madeAt())
            .filename(file)
            .fields(fields)
            .build());
  }

  void words(Item item, byte[] words) throws IOException {
    writer.write(
        resource(item.url(), item.copiedTo(), Digests.sha256(words)).body(JSON, words).build());
  }

  void picture(Picture picture, Path bytes, Instant date) throws IOException {
    try (ReadableByteChannel from = Files.newByteChannel(bytes)) {
      writer.write(
          resource(name(picture), date, picture.sha256())
              .body(MediaType.parse(picture.type()), from, Files.size(bytes))
              .build());
    }
  }

  private static WarcResource.Builder resource(String target, Instant date, String sha256) {
    return new WarcResource.Builder(URI.create(target))
        .version(MessageVersion.WARC_1_1)
        .date(date)
        .blockDigest("sha256", sha256);
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
    writer.close();
  }
}
