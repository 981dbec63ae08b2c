package reeve.server.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads a policy out of its file: YAML with id, version, title, preamble and clauses. */
final class PolicyFile {
  private PolicyFile() {}

  /** Reads the file of that name out of the program's own resources. */
  static Source resource(String name) {
    String path = "/server/policies/" + name + ".yaml";
    try (InputStream in = PolicyFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its policy " + path);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Source(parse(text), text);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the policy " + path, e);
    }
  }

  /** A policy and the text of the file that it stands in. */
  record Source(Policy policy, String text) {}

  /**
   * Reads a policy.
   *
   * @throws IllegalArgumentException when something that a policy needs is missing or of a wrong
   *     form
   */
  static Policy parse(String text) {
    Map<?, ?> root = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text), "the file");
    PolicyId id = new PolicyId(string(root, "policy"));
    List<Clause> clauses = new ArrayList<>();
    for (Object item : list(root, "clauses")) {
      clauses.add(clause(id, map(item, "a clause")));
    }
    return new Policy(
        id,
        number(root, "version"),
        digest(text),
        string(root, "title"),
        string(root, "preamble").strip(),
        Boolean.TRUE.equals(root.get("protected-speech")),
        Duration.ofHours(number(root, "due-hours")),
        clauses);
  }

  private static Clause clause(PolicyId policy, Map<?, ?> from) {
    Set<Measure> allows = EnumSet.noneOf(Measure.class);
    for (Object item : list(from, "allows")) {
      allows.add(Measure.valueOf(String.valueOf(item).toUpperCase(Locale.ROOT).replace('-', '_')));
    }
    return new Clause(
        new ClauseId(policy, string(from, "clause")),
        string(from, "title"),
        string(from, "text").strip(),
        allows,
        Boolean.TRUE.equals(from.get("automation")),
        number(from, "severity"));
  }

  private static Map<?, ?> map(Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException(what + " is not a mapping");
  }

  private static List<?> list(Map<?, ?> from, String key) {
    if (from.get(key) instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("'" + key + "' is missing or no list");
  }

  private static String string(Map<?, ?> from, String key) {
    if (from.get(key) instanceof String string && !string.isBlank()) {
      return string;
    }
    throw new IllegalArgumentException("'" + key + "' is missing or no text");
  }

  private static int number(Map<?, ?> from, String key) {
    if (from.get(key) instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("'" + key + "' is missing or no whole number");
  }

  private static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
