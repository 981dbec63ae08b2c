package reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Observed;
import reeve.signals.likeness.Standing;
import reeve.square.imports.Format;
import reeve.square.imports.Scan;

/**
 * A town in the order of time, in which whoever goes silent was suspended: each new account is
 * compared with the suspended, at its sign-up and after each of its first posts.
 */
final class AlikeEvaders {
  private static final int FIRST_POSTS = 20;
  private static final int BEFORE = 2;

  private final AlikeTown town;
  private final boolean renamed;
  private final Map<String, Integer> posts = new HashMap<>();
  private final Map<String, Integer> found = new HashMap<>();
  private final Set<String> wrong = new HashSet<>();
  private int evaders;
  private int speaking;
  private int others;

  /**
   * Evaders of a town.
   *
   * @param renamed whether whoever comes back has another name and describes nothing
   */
  AlikeEvaders(AlikeTown town, boolean renamed) {
    this.town = town;
    this.renamed = renamed;
  }

  void run(LikenessIndex index, Path rejects) {
    Scan.run(Format.TOWN, List.of(town.file()), rejects, _ -> {}, new Watching(index));
  }

  /** Of those who came back and wrote, the part that was surfaced before a third post. */
  double recognised() {
    long early = found.values().stream().filter(after -> after <= BEFORE).count();
    Machine.log(
        "  evaders%s: %d came back, %d of them wrote; %d surfaced, %d before their third post; of %,d other"
            + " new accounts %d surfaced",
        renamed ? " under other names" : "",
        evaders,
        speaking,
        found.size(),
        early,
        others,
        wrong.size());
    return speaking == 0 ? 0 : (double) early / speaking;
  }

  private final class Watching extends AlikeTown.Town {
    private final LikenessIndex index;

    Watching(LikenessIndex index) {
      super(index);
      this.index = index;
    }

    @Override
    public void line(Scan.Line line) {
      switch (line) {
        case Scan.Account it -> joined(it);
        case Scan.Post it -> {
          super.line(it);
          posted(it.account());
        }
        case Scan.Boost it -> super.line(it);
        case Scan.Follow it -> super.line(it);
        case Scan.Report _ -> {}
      }
    }

    private void joined(Scan.Account it) {
      String before = town.returnOf(it.id());
      if (before != null) {
        evaders++;
        judge(before);
      } else if (!AlikeTown.CRIMSON.contains(town.role(it.id()))) {
        others++;
      }
      super.line(
          renamed && before != null
              ? new Scan.Account(
                  it.id(),
                  "somebody" + it.id(),
                  "Somebody",
                  "",
                  it.location(),
                  it.createdAt(),
                  it.followers(),
                  it.following())
              : it);
      look(it.id(), 0);
    }

    private void posted(String account) {
      int count = posts.merge(account, 1, Integer::sum);
      if (count == 1 && town.returnOf(account) != null) {
        speaking++;
      }
      if (count <= FIRST_POSTS) {
        look(account, count);
      }
    }

    private void judge(String account) {
      try {
        index.take(new Observed.Judged(account, Standing.SUSPENDED));
        index.refresh();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void look(String account, int after) {
      if (evaders == 0) {
        return;
      }
      try {
        List<Alike> alike = index.suspendedLike(account, 1);
        if (!alike.isEmpty()) {
          if (town.returnOf(account) != null) {
            found.putIfAbsent(account, after);
          } else if (!AlikeTown.CRIMSON.contains(town.role(account))) {
            wrong.add(account);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
