package reeve.server.bundle.make;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import reeve.server.record.CanonicalJson;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder with what goes into a bundle: {@value #ITEMS}, {@value #PICTURES} and {@value
 * #CUSTODY}, a JSON object a line; {@code pictures/}, a file for each that is kept, named after its
 * SHA-256; {@code ledger/}, files that go in as they are. Of the items only their places are held
 * in memory.
 */
public final class Spool implements Closeable {
  public static final String ITEMS = "items.jsonl";
  public static final String PICTURES = "pictures.jsonl";
  public static final String CUSTODY = "custody.jsonl";
  public static final String MANIFEST = "manifest-sha512.txt";
  public static final String SIGNATURE = "signature.p7s";
  public static final String STAMP = "timestamp.tsr";

  /** How its lines are written and read. */
  public static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  private final Path folder;
  private final RandomAccessFile file;
  private final List<Place> places;
  private final Map<String, Picture> pictures;

  private record Place(boolean post, Instant at, long offset, int length) {}

  private Spool(
      Path folder, RandomAccessFile file, List<Place> places, Map<String, Picture> pictures) {
    this.folder = folder;
    this.file = file;
    this.places = places;
    this.pictures = pictures;
  }

  /** Reads it once, from beginning to end. */
  static Spool open(Path folder) throws IOException {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(folder.resolve(PICTURES))) {
      lines
          .map(line -> JSON.readValue(line, Picture.class))
          .forEach(it -> pictures.put(it.sha256(), it));
    }
    Path items = folder.resolve(ITEMS);
    List<Place> places = new ArrayList<>();
    RandomAccessFile file = new RandomAccessFile(items.toFile(), "r");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(items), 1 << 16)) {
      long offset = 0;
      byte[] line = new byte[1 << 12];
      int length = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != '\n') {
          if (length == line.length) {
            line = java.util.Arrays.copyOf(line, 2 * length);
          }
          line[length++] = (byte) b;
          continue;
        }
        Item item = JSON.readValue(line, 0, length, Item.class);
        places.add(new Place(item.isPost(), item.at(), offset, length));
        offset += length + 1L;
        length = 0;
      }
    }
    places.sort(Comparator.comparing(Place::post).thenComparing(Place::at));
    return new Spool(folder, file, places, pictures);
  }

  int size() {
    return places.size();
  }

  /** The items in the order of the bundle: profiles, then posts, each oldest first. */
  Item item(int number) throws IOException {
    Place place = places.get(number);
    byte[] line = new byte[place.length()];
    file.seek(place.offset());
    file.readFully(line);
    return JSON.readValue(line, Item.class);
  }

  Map<String, Picture> pictures() {
    return pictures;
  }

  Picture picture(String sha256) {
    Picture known = pictures.get(sha256);
    return known == null ? new Picture(sha256, Picture.State.MISSING, "image/*", 0) : known;
  }

  Path bytes(Picture picture) {
    return folder.resolve("pictures").resolve(picture.sha256());
  }

  List<Step> custody() throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(CUSTODY))) {
      return lines.map(line -> JSON.readValue(line, Step.class)).toList();
    }
  }

  /** Files of proofs, by name. */
  List<Path> ledger() throws IOException {
    Path ledger = folder.resolve("ledger");
    if (!Files.isDirectory(ledger)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(ledger)) {
      return files.sorted().toList();
    }
  }

  /** The words of an item as the bundle holds them (RFC 8785): what its digest is of. */
  static byte[] canonical(Item item) {
    return CanonicalJson.bytes(item.words());
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
