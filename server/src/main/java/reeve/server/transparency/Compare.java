package reeve.server.transparency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reeve.server.transparency.TableFiles.Written;

/** Holds tables against the published ones. */
final class Compare {
  private Compare() {}

  /** What differs, a line each; at most {@link Recomputed#TOLD}. */
  static List<String> of(List<Written> published, List<Written> computed) {
    Map<String, Written> there = byId(published);
    Map<String, Written> here = byId(computed);
    var ids = new TreeSet<>(there.keySet());
    ids.addAll(here.keySet());
    List<String> lines = new ArrayList<>();
    for (String id : ids) {
      Written one = there.get(id);
      Written other = here.get(id);
      if (one == null || other == null) {
        lines.add("table " + id + " is " + (one == null ? "not published" : "not computed"));
      } else if (!one.columns().equals(other.columns())) {
        lines.add("table " + id + " has other columns");
      } else {
        rows(id, one, other, lines);
      }
    }
    return lines.size() <= Recomputed.TOLD ? lines : lines.subList(0, Recomputed.TOLD);
  }

  private static Map<String, Written> byId(List<Written> tables) {
    Map<String, Written> byId = new HashMap<>();
    tables.forEach(table -> byId.put(table.id(), table));
    return byId;
  }

  private static void rows(String id, Written published, Written computed, List<String> lines) {
    List<String> there = published.rows().stream().map(Compare::text).toList();
    List<String> here = computed.rows().stream().map(Compare::text).toList();
    for (String row : there) {
      if (!here.contains(row)) {
        lines.add("table " + id + ": published, but not computed: " + row);
      }
    }
    for (String row : here) {
      if (!there.contains(row)) {
        lines.add("table " + id + ": computed, but not published: " + row);
      }
    }
  }

  /** Numbers read back from JSON are of another class. */
  private static String text(List<@Nullable Object> row) {
    return String.join(", ", row.stream().map(it -> Objects.toString(it, "")).toList());
  }
}
