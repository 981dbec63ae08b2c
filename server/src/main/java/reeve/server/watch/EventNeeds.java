package reeve.server.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;

/**
 * What an event of a kind has to say, and may.
 *
 * @param kind its number in the schema
 * @param objects a bit for each of {@link #OBJECTS} that it may have
 * @param slots those that it must have
 */
record EventNeeds(String name, int kind, int objects, List<Slot> slots) {
  static final List<String> OBJECTS = List.of("account", "target", "post", "report");

  /** The kinds that a platform may tell, by name. */
  static final Map<String, EventNeeds> BY_KIND = byKind();

  private static Map<String, EventNeeds> byKind() {
    Schema schema = TownEvents.SCHEMA;
    Map<String, EventNeeds> all = new LinkedHashMap<>();
    for (String kind : schema.kinds()) {
      if (schema.roots(kind).contains("decision")) {
        continue; // who decides is Reeve
      }
      int objects = 0;
      for (String root : schema.roots(kind)) {
        objects |= root.equals("event") ? 0 : 1 << OBJECTS.indexOf(root);
      }
      List<String> paths = new ArrayList<>(List.of("account.id"));
      paths.addAll(
          switch (kind) {
            // Whether a post may be read is never guessed.
            case "post.created" -> List.of("post.id", "post.text", "post.visibility");
            case "post.deleted", "boost" -> List.of("post.id");
            case "follow", "report" -> List.of("target.id");
            default -> List.<String>of();
          });
      all.put(
          kind,
          new EventNeeds(
              kind, schema.kind(kind), objects, paths.stream().map(schema::at).toList()));
    }
    return Map.copyOf(all);
  }

  /**
   * @param told a bit for each object that the event has
   */
  void check(Facts facts, int told) {
    int other = told & ~objects;
    if (other != 0) {
      throw new BadEvent(
          EventProblem.NOT_OF_KIND,
          "An event of the kind %s has no '%s'. Leave it out."
              .formatted(name, OBJECTS.get(Integer.numberOfTrailingZeros(other))));
    }
    for (Slot slot : slots) {
      if (!facts.has(slot.index())) {
        throw missing(slot.path());
      }
    }
  }

  static BadEvent missing(String path) {
    return new BadEvent(
        EventProblem.MISSING,
        "'%s' is missing, without which the event says too little.".formatted(path));
  }
}
