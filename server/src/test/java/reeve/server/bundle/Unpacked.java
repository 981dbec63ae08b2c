package reeve.server.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A bundle as whoever got it has it on disk. */
record Unpacked(Path bag) {
  private static final TypeReference<List<Map<String, @Nullable Object>>> LIST =
      new TypeReference<>() {};

  static Unpacked of(byte[] zip, Path to) throws IOException {
    Path bag = to;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = to.resolve(entry.getName()).normalize();
        if (!file.startsWith(to)) {
          throw new AssertionError(entry.getName() + " leads outside");
        }
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
        bag = to.resolve(to.relativize(file).getName(0));
      }
    }
    return new Unpacked(bag);
  }

  Path data(String name) {
    return bag.resolve("data").resolve(name);
  }

  String text(String name) throws IOException {
    return Files.readString(data(name));
  }

  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(bag)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  List<Map<String, @Nullable Object>> items() throws IOException {
    return JsonMapper.shared().readValue(Files.readAllBytes(data("items.json")), LIST);
  }

  List<Map<String, @Nullable Object>> custody() throws IOException {
    return JsonMapper.shared().readValue(Files.readAllBytes(data("custody.json")), LIST);
  }

  List<Map<String, @Nullable Object>> proofs() throws IOException {
    return JsonMapper.shared().readValue(Files.readAllBytes(data("ledger/index.json")), LIST);
  }

  /** Every byte of every file, unpacked, each as the character of its number; names too. */
  String everything() throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files()) {
      all.add(bag.relativize(file).toString());
      byte[] bytes = Files.readAllBytes(file);
      if (file.toString().endsWith(".gz")) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
          bytes = in.readAllBytes();
        }
      }
      all.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return String.join("\n", all);
  }
}
