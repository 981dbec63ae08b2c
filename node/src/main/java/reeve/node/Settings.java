package reeve.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What an operator set: {@code reeve.yaml} of the data directory over the shipped one, which names
 * and explains every key, and over both the environment ({@code square.sign-up} is {@code
 * REEVE_SQUARE_SIGN_UP}). A key that the shipped file does not name stops the start.
 */
final class Settings {
  /** Variables that are no keys: read by the launcher, by tests or for a secret. */
  private static final List<String> NOT_KEYS =
      List.of(
          "REEVE_TEST_",
          "REEVE_TRACE",
          "REEVE_MEMORY",
          "REEVE_BACKUP_PASSPHRASE",
          "REEVE_DATABASE_URL");

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads.
   *
   * @param file the operator's; may be absent
   * @throws Failure naming the wrong key, where it stands and what was probably meant
   */
  static Settings read(Path file, Map<String, String> environment) {
    Map<String, String> known = shipped();
    var values = new TreeMap<String, String>();
    if (Files.exists(file)) {
      flatten(parse(file), "", values);
      for (String key : values.keySet()) {
        requireKnown(key, file.toString(), known.keySet().stream().toList());
      }
    }
    Map<String, String> variables = new TreeMap<>();
    known.keySet().forEach(key -> variables.put(variable(key), key));
    environment.forEach((name, value) -> {
      if (name.startsWith("REEVE_") && NOT_KEYS.stream().noneMatch(name::startsWith)) {
        requireKnown(name, "the environment", List.copyOf(variables.keySet()));
        values.put(variables.getOrDefault(name, name), value);
      }
    });
    return new Settings(values);
  }

  /** The keys that start with that name and a dot, with their values, as Spring takes them. */
  Map<String, String> of(String part) {
    var some = new LinkedHashMap<String, String>();
    values.forEach((key, value) -> {
      if (key.startsWith(part + ".")) {
        some.put(key, value);
      }
    });
    return some;
  }

  /** Every key of the shipped file with its default. */
  static Map<String, String> shipped() {
    try (InputStream in = Settings.class.getResourceAsStream("/reeve.yaml")) {
      if (in == null) {
        throw new IllegalStateException("reeve.yaml is missing from the class path");
      }
      var flat = new TreeMap<String, String>();
      flatten(yaml().load(in), "", flat);
      return flat;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String variable(String key) {
    return "REEVE_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static Object parse(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Object loaded = yaml().load(in);
      return loaded == null ? Map.of() : loaded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (YAMLException e) {
      throw new Failure(file + " is not YAML: " + e.getMessage());
    }
  }

  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setCodePointLimit(1 << 20);
    return new Yaml(new SafeConstructor(options));
  }

  private static void flatten(Object value, String prefix, Map<String, String> into) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, inner) ->
              flatten(
                  inner == null ? "" : inner,
                  prefix.isEmpty() ? "" + key : prefix + "." + key,
                  into));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          flatten(list.get(i), prefix + "[" + i + "]", into);
        }
      }
      default -> into.put(prefix, value.toString());
    }
  }

  private static void requireKnown(String key, String where, List<String> known) {
    String bare = key.replaceAll("\\[\\d+]", "[0]");
    // A map or a list that the shipped file leaves empty takes any entry.
    boolean inOpen =
        known.stream().anyMatch(k -> bare.startsWith(k + ".") || bare.startsWith(k + "["));
    if (known.contains(bare) || inOpen) {
      return;
    }
    Optional<String> nearest =
        known.stream()
            .min(java.util.Comparator.comparingInt(candidate -> distance(candidate, bare)))
            .filter(candidate -> distance(candidate, bare) <= Math.max(3, bare.length() / 3));
    throw new Failure(
        "There is no setting %s (in %s).%s reeve.yaml names all settings; see docs/operating.md."
            .formatted(key, where, nearest.map(k -> " Did you mean " + k + "?").orElse("")));
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
