package reeve.rules.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The events that rules can read: each kind has variables, each variable has typed fields or is a
 * value itself. All kinds share one numbering of slots.
 */
public final class Schema {
  private final List<Slot> slots;
  private final Map<String, Slot> byPath;
  private final Map<String, Set<String>> kinds;

  private Schema(Builder from) {
    slots = List.copyOf(from.slots.values());
    byPath = Map.copyOf(from.slots);
    kinds = new LinkedHashMap<>(from.kinds);
    kinds.values().stream()
        .flatMap(Set::stream)
        .filter(root -> fields(root).isEmpty())
        .findFirst()
        .ifPresent(root -> {
          throw new IllegalArgumentException(
              "a kind names the variable " + root + " without field");
        });
  }

  public static Builder builder() {
    return new Builder();
  }

  /** All fields, in the order of {@link Slot#index}. */
  public List<Slot> slots() {
    return slots;
  }

  public Optional<Slot> slot(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /**
   * A field that the caller knows to exist.
   *
   * @throws IllegalArgumentException when it does not
   */
  public Slot at(String path) {
    return slot(path).orElseThrow(() -> new IllegalArgumentException("no field " + path));
  }

  /** The kinds of events, in the order in which they were named. */
  public Set<String> kinds() {
    return kinds.keySet();
  }

  /** The variables of a kind, sorted; empty for a kind that does not exist. */
  public Set<String> roots(String kind) {
    return kinds.getOrDefault(kind, Set.of());
  }

  /** The fields of a variable, in order; one with an empty name where it is a value itself. */
  public List<Slot> fields(String root) {
    return slots.stream().filter(slot -> slot.root().equals(root)).toList();
  }

  /** The number of a kind, from 0, or -1. */
  public int kind(String name) {
    return List.copyOf(kinds.keySet()).indexOf(name);
  }

  /** Collects a schema. */
  public static final class Builder {
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Set<String>> kinds = new LinkedHashMap<>();

    private Builder() {}

    /** Adds a field; {@code path} is {@code name} or {@code variable.name}. */
    public Builder field(String path, Slot.Type type, String meaning) {
      return add(path, type, meaning, false);
    }

    /** Adds a text in which phrases are looked for. */
    public Builder searched(String path, String meaning) {
      return add(path, Slot.Type.TEXT, meaning, true);
    }

    private Builder add(String path, Slot.Type type, String meaning, boolean searched) {
      if (slots.put(path, new Slot(slots.size(), path, type, meaning, searched)) != null) {
        throw new IllegalArgumentException("two fields " + path);
      }
      return this;
    }

    public Builder kind(String name, String... roots) {
      if (kinds.put(name, new TreeSet<>(List.of(roots))) != null) {
        throw new IllegalArgumentException("two kinds " + name);
      }
      return this;
    }

    public Schema build() {
      List<String> alone = new ArrayList<>(slots.keySet());
      alone.removeIf(path -> path.indexOf('.') >= 0);
      for (String root : alone) {
        if (slots.keySet().stream().anyMatch(path -> path.startsWith(root + "."))) {
          throw new IllegalArgumentException(root + " is a value and has fields");
        }
      }
      return new Schema(this);
    }
  }
}
