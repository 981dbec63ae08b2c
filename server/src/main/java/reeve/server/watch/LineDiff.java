package reeve.server.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two texts, line by line, with three lines around each change.
 *
 * @param cut whether lines were left out at the end since there are too many
 */
record LineDiff(List<Line> lines, int added, int removed, boolean cut) {
  private static final int AROUND = 3;
  private static final int SHOWN = 2_000;

  /** Beyond this many pairs of lines the order of lines is not looked at. */
  private static final long PAIRS = 4_000_000;

  LineDiff {
    lines = List.copyOf(lines);
  }

  /** What a line is; a gap stands for lines that are the same on both sides. */
  enum Kind {
    SAME(" "),
    ADDED("+"),
    REMOVED("-"),
    GAP("…");

    private final String sign;

    Kind(String sign) {
      this.sign = sign;
    }
  }

  record Line(Kind kind, String text) {
    public String sign() {
      return kind.sign;
    }

    public String word() {
      return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public boolean same() {
    return added == 0 && removed == 0;
  }

  /** A text that is null has no lines. */
  static LineDiff of(@Nullable String before, @Nullable String after) {
    List<String> old = lines(before);
    List<String> fresh = lines(after);
    int head = 0;
    int least = Math.min(old.size(), fresh.size());
    while (head < least && old.get(head).equals(fresh.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < least - head
        && old.get(old.size() - 1 - tail).equals(fresh.get(fresh.size() - 1 - tail))) {
      tail++;
    }
    List<Line> all = new ArrayList<>();
    same(all, old.subList(0, head));
    between(all, old.subList(head, old.size() - tail), fresh.subList(head, fresh.size() - tail));
    same(all, old.subList(old.size() - tail, old.size()));
    return shown(all);
  }

  private static List<String> lines(@Nullable String text) {
    return text == null ? List.of() : text.lines().toList();
  }

  private static void same(List<Line> into, List<String> lines) {
    lines.forEach(line -> into.add(new Line(Kind.SAME, line)));
  }

  private static void between(List<Line> into, List<String> old, List<String> fresh) {
    if ((long) old.size() * fresh.size() > PAIRS) {
      Set<String> before = new HashSet<>(old);
      Set<String> after = new HashSet<>(fresh);
      old.stream()
          .filter(line -> !after.contains(line))
          .forEach(line -> into.add(new Line(Kind.REMOVED, line)));
      fresh.stream()
          .filter(line -> !before.contains(line))
          .forEach(line -> into.add(new Line(Kind.ADDED, line)));
      return;
    }
    int[][] common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(fresh.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
        into.add(new Line(Kind.SAME, old.get(i)));
        i++;
        j++;
      } else if (i < old.size() && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
        into.add(new Line(Kind.REMOVED, old.get(i++)));
      } else {
        into.add(new Line(Kind.ADDED, fresh.get(j++)));
      }
    }
  }

  /** Without what lies far from any change. */
  private static LineDiff shown(List<Line> all) {
    boolean[] near = new boolean[all.size()];
    int added = 0;
    int removed = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).kind() != Kind.SAME) {
        Arrays.fill(near, Math.max(0, i - AROUND), Math.min(all.size(), i + AROUND + 1), true);
        added += all.get(i).kind() == Kind.ADDED ? 1 : 0;
        removed += all.get(i).kind() == Kind.REMOVED ? 1 : 0;
      }
    }
    List<Line> lines = new ArrayList<>();
    int skipped = 0;
    for (int i = 0; i < all.size() && lines.size() < SHOWN; i++) {
      if (near[i]) {
        gap(lines, skipped);
        skipped = 0;
        lines.add(all.get(i));
      } else {
        skipped++;
      }
    }
    boolean cut = lines.size() >= SHOWN;
    if (!cut && !lines.isEmpty()) {
      gap(lines, skipped);
    }
    return new LineDiff(lines, added, removed, cut);
  }

  private static void gap(List<Line> into, int skipped) {
    if (skipped > 0) {
      into.add(
          new Line(Kind.GAP, skipped == 1 ? "1 line as before" : skipped + " lines as before"));
    }
  }
}
