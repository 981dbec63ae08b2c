package reeve.rules.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fills {@link Facts} from values by variable and field, as tests and files write them. */
public final class FactsReader {
  private FactsReader() {}

  /**
   * Fills. Values may be of their type or text that says one ({@code 12}, {@code true}); null is a
   * missing field.
   *
   * @param problem told in a sentence what cannot be taken; the rest is
   */
  public static void fill(Facts facts, Map<?, ?> values, Consumer<String> problem) {
    values.forEach((root, of) -> {
      String name = String.valueOf(root);
      if (of instanceof Map<?, ?> fields) {
        fields.forEach((field, value) -> one(facts, name + "." + field, value, problem));
      } else {
        one(facts, name, of, problem);
      }
    });
  }

  private static void one(
      Facts facts, String path, @Nullable Object value, Consumer<String> problem) {
    Slot slot = facts.schema().slot(path).orElse(null);
    if (slot == null) {
      problem.accept("There is no field '" + path + "'.");
      return;
    }
    if (value == null || ("null".equals(value) && slot.type() != Slot.Type.TEXT)) {
      return;
    }
    if (!set(facts, slot, value)) {
      problem.accept(
          "'"
              + path
              + "' is of the type "
              + slot.type().name().toLowerCase(java.util.Locale.ROOT)
              + ".");
    }
  }

  private static boolean set(Facts facts, Slot slot, Object value) {
    String text = value instanceof List<?> ? "" : String.valueOf(value);
    try {
      switch (slot.type()) {
        case BOOL -> {
          if (!text.equals("true") && !text.equals("false")) {
            return false;
          }
          facts.set(slot.index(), text.equals("true"));
        }
        case INT -> facts.set(slot.index(), Long.parseLong(text.replace("_", "")));
        case DOUBLE -> facts.set(slot.index(), Double.parseDouble(text));
        case TEXT -> {
          if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return false;
          }
          facts.set(slot.index(), text);
        }
        case TEXTS -> {
          if (!(value instanceof List<?> all)) {
            return false;
          }
          List<String> texts = new ArrayList<>();
          all.forEach(one -> texts.add(String.valueOf(one)));
          facts.set(slot.index(), List.copyOf(texts));
        }
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
