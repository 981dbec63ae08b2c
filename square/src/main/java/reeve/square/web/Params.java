package reeve.square.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;
import reeve.square.base.Ids;
import reeve.square.base.Refusal;
import reeve.square.base.Slice;
import reeve.square.base.Texts;

/**
 * The parameters of an API request, wherever they stood: query, form, multipart or JSON. Names are
 * as a form has them, without a last {@code []}: {@code status_ids}, {@code
 * fields_attributes[0][name]}. A parameter of API handlers.
 */
public final class Params {
  private final Map<String, List<String>> values;
  private final Map<String, MultipartFile> files;

  Params(Map<String, List<String>> values, Map<String, MultipartFile> files) {
    this.values = values;
    this.files = files;
    values.forEach((name, all) -> all.forEach(value -> Texts.clean("A parameter", value)));
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether anything of a nested parameter is there, for example {@code poll[options]}. */
  public boolean hasWithin(String name) {
    return values.keySet().stream().anyMatch(n -> n.equals(name) || n.startsWith(name + "["));
  }

  public @Nullable String text(String name) {
    List<String> all = values.get(name);
    return all == null || all.isEmpty() ? null : all.getLast();
  }

  public String text(String name, String otherwise) {
    String value = text(name);
    return value == null ? otherwise : value;
  }

  public String required(String name) {
    String value = text(name);
    if (value == null || value.isBlank()) {
      throw Refusal.invalid(name + " is missing.");
    }
    return value;
  }

  public List<String> list(String name) {
    return values.getOrDefault(name, List.of());
  }

  public @Nullable Boolean flagOrNull(String name) {
    String value = text(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "1", "on", "t", "yes" -> true;
      case "false", "0", "off", "f", "no" -> false;
      default -> throw Refusal.invalid(name + " is true or false.");
    };
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(flagOrNull(name));
  }

  public int number(String name, int otherwise, int least, int most) {
    String value = text(name);
    if (value == null || value.isEmpty()) {
      return otherwise;
    }
    if (!value.matches("-?[0-9]{1,9}")) {
      throw Refusal.invalid(name + " is a number.");
    }
    return Math.clamp(Integer.parseInt(value), least, most);
  }

  public @Nullable MultipartFile file(String name) {
    return files.get(name);
  }

  /** The stretch of a list that is asked for; more than {@code most} gives {@code most}. */
  public Slice slice(int otherwise, int most) {
    return new Slice(
        number("limit", otherwise, 1, most), id("max_id"), id("since_id"), id("min_id"));
  }

  private @Nullable Long id(String name) {
    String value = text(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (!value.matches("[0-9]{1,19}")) {
      throw Refusal.invalid(name + " is an id: digits.");
    }
    return Ids.orZero(value);
  }

  /** {@code name[0][key]}, {@code name[1][key]}, ...: one map for each number, in their order. */
  public List<Map<String, String>> rows(String name) {
    var rows = new TreeMap<Integer, Map<String, String>>();
    for (var entry : values.entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(name + "[") && key.matches(".*\\[\\d{1,3}]\\[[a-z_]+]")) {
        String[] parts = key.substring(name.length() + 1, key.length() - 1).split("]\\[", -1);
        if (parts.length == 2 && !entry.getValue().isEmpty()) {
          rows.computeIfAbsent(Integer.valueOf(parts[0]), n -> new LinkedHashMap<>())
              .put(parts[1], entry.getValue().getLast());
        }
      }
    }
    return new ArrayList<>(rows.values());
  }
}
