package reeve.server.bundle.make;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Writes the file of a bundle, one part after the other. */
final class Maker {
  private static final String README = "/server/bundle/README.txt";

  /** Asks for the signature once the manifest lies in the folder, and waits for it. */
  @FunctionalInterface
  interface Sealing {
    void seal() throws IOException, InterruptedException;
  }

  private final Order order;
  private final Sealing sealing;
  private final Consumer<Progress> told;
  private long done;
  private long of = 1;

  Maker(Order order, Sealing sealing, Consumer<Progress> told) {
    this.order = order;
    this.sealing = sealing;
    this.told = told;
  }

  Made make() throws IOException, InterruptedException {
    MessageDigest sha256 = Digests.sha256();
    int items;
    int pictures;
    try (Spool spool = Spool.open(order.folder());
        OutputStream file = create(order.out());
        Bag bag =
            new Bag(
                new BufferedOutputStream(new DigestOutputStream(file, sha256), 1 << 16),
                order.name(),
                order.about().madeAt())) {
      items = spool.size();
      pictures = (int) spool.pictures().values().stream().filter(Picture::kept).count();
      of = 3L * items + 2L * pictures + 1;
      payload(bag, spool);
      byte[] manifest = bag.manifest();
      Files.write(order.folder().resolve(Spool.MANIFEST), manifest);
      sealing.seal();
      bag.tag(Spool.MANIFEST, manifest);
      for (String name : List.of(Spool.SIGNATURE, Spool.STAMP)) {
        Path made = order.folder().resolve(name);
        if (Files.exists(made)) {
          bag.tag(name, Files.readAllBytes(made));
        }
      }
      bag.tag("bag-info.txt", info(bag));
      bag.finish();
    }
    return new Made(Files.size(order.out()), Digests.hex(sha256), items, pictures, Peak.mb());
  }

  /** For its owner alone from the first byte on. */
  private static OutputStream create(Path out) throws IOException {
    return java.nio.channels.Channels.newOutputStream(
        Files.newByteChannel(
            out,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
  }

  private void payload(Bag bag, Spool spool) throws IOException {
    About about = order.about();
    bag.data("README.txt", readme());
    bag.data("about.json", JsonParts.about(about, spool));
    warc(bag, spool);
    try (OutputStream to = bag.data("items.json", false)) {
      JsonParts.items(to, about, spool);
    }
    step(spool.size());
    Rendering rendering = new Rendering(about, spool);
    try (OutputStream to = bag.data("index.html", false)) {
      rendering.items(to);
    }
    step(spool.size());
    for (Picture picture : spool.pictures().values()) {
      if (picture.kept()) {
        try (OutputStream to = bag.data(picture.path(), true)) {
          Files.copy(spool.bytes(picture), to);
        }
        step(1);
      }
    }
    List<Step> custody = spool.custody();
    bag.data("custody.json", JsonParts.custody(custody));
    try (OutputStream to = bag.data("custody.html", false)) {
      rendering.custody(to, custody);
    }
    for (Path proof : spool.ledger()) {
      bag.data("ledger/" + proof.getFileName(), Files.readAllBytes(proof));
    }
  }

  private void warc(Bag bag, Spool spool) throws IOException {
    Map<String, Instant> copied = new HashMap<>();
    try (OutputStream to = bag.data("warc/copies.warc.gz", true);
        Warc warc = new Warc(to, "copies.warc.gz", order.about())) {
      for (int i = 0; i < spool.size(); i++) {
        Item item = spool.item(i);
        item.pictures().forEach(it -> copied.putIfAbsent(it, item.copiedTo()));
        if (!item.sealed()) {
          warc.words(item, Spool.canonical(item));
        }
        step(1);
      }
      for (Picture picture : spool.pictures().values()) {
        if (picture.kept()) {
          Instant at = copied.getOrDefault(picture.sha256(), order.about().madeAt());
          warc.picture(picture, spool.bytes(picture), at);
          step(1);
        }
      }
    }
  }

  private void step(int steps) {
    done += steps;
    told.accept(new Progress(done, of));
  }

  private byte[] info(Bag bag) {
    About about = order.about();
    String day = LocalDate.ofInstant(about.madeAt(), ZoneOffset.UTC).toString();
    return """
    Source-Organization: %s
    External-Identifier: urn:uuid:%s
    External-Description: Evidence of an account, case %d
    Bagging-Date: %s
    Bag-Software-Agent: %s %s
    Payload-Oxum: %s
    """
        .formatted(
            about.source(),
            about.number(),
            about.caseNumber(),
            day,
            About.TOOL,
            about.version(),
            bag.oxum())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] readme() throws IOException {
    try (var in = Maker.class.getResourceAsStream(README)) {
      if (in == null) {
        throw new IOException("README.txt is missing");
      }
      return in.readAllBytes();
    }
  }
}
