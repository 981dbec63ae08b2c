package reeve.signals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * When an account posts: how often in each hour of the week (UTC), its bursts and its gaps. To be
 * compared between accounts; of one alone it says nothing about where somebody lives, and nothing
 * here asks that.
 */
public final class Rhythm {
  /** Hours of a week, the first from Monday 00:00 UTC. */
  public static final int HOURS = 168;

  /** So many of the longest gaps and of the largest bursts are kept. */
  public static final int KEPT = 8;

  /** A burst has posts no further apart than this... */
  public static final Duration APART = Duration.ofMinutes(2);

  /** ... and so many at the least. */
  public static final int BURST = 5;

  /** Fewer posts have no rhythm. */
  public static final int LEAST = 20;

  /** 1 January 1970 was a Thursday. */
  private static final long MONDAY = 3 * 24;

  private final int[] hours;
  private final int posts;
  private final List<Burst> bursts;
  private final List<Gap> gaps;

  /** Posts in quick succession. */
  public record Burst(Instant first, Instant last, int posts) {}

  /** A time without a post between two. */
  public record Gap(Instant from, Instant to) {
    public Duration length() {
      return Duration.between(from, to);
    }
  }

  private Rhythm(int[] hours, int posts, List<Burst> bursts, List<Gap> gaps) {
    this.hours = hours;
    this.posts = posts;
    this.bursts = bursts;
    this.gaps = gaps;
  }

  /** Of the times of posts, in any order. */
  public static Rhythm of(List<Instant> times) {
    var taken = new Taken();
    times.stream().sorted().forEach(taken::add);
    return taken.rhythm();
  }

  /** How many posts there were. */
  public int posts() {
    return posts;
  }

  /** How many of them in an hour of the week. */
  public int at(int hour) {
    return hours[hour];
  }

  /** The bursts of most posts, the first {@link #KEPT}. */
  public List<Burst> bursts() {
    return bursts;
  }

  /** The longest gaps, the first {@link #KEPT}. */
  public List<Gap> gaps() {
    return gaps;
  }

  /**
   * How alike the hours of two accounts are: the cosine of both profiles, each spread by a quarter
   * over the hours beside, from 0 to 1; 0 where one has fewer than {@link #LEAST} posts. Two people
   * of one country are alike too, so this is to stand beside something else.
   */
  public double similarity(Rhythm other) {
    if (posts < LEAST || other.posts < LEAST) {
      return 0;
    }
    double[] mine = spread(hours);
    double[] theirs = spread(other.hours);
    double product = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < HOURS; i++) {
      product += mine[i] * theirs[i];
      left += mine[i] * mine[i];
      right += theirs[i] * theirs[i];
    }
    return Math.min(1, product / Math.sqrt(left * right));
  }

  private static double[] spread(int[] hours) {
    double[] spread = new double[HOURS];
    for (int i = 0; i < HOURS; i++) {
      spread[i] =
          hours[i] / 2.0 + hours[(i + 1) % HOURS] / 4.0 + hours[(i + HOURS - 1) % HOURS] / 4.0;
    }
    return spread;
  }

  /** Takes the times of posts one after the other, in memory that does not grow. */
  public static final class Taken {
    private final int[] hours = new int[HOURS];
    private final List<Burst> bursts = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private int posts;
    private Instant first = Instant.MIN;
    private Instant last = Instant.MIN;
    private int run;

    /** Takes one. One that is older than the one before counts in its hour and for nothing else. */
    public void add(Instant time) {
      long hour = Math.floorDiv(time.getEpochSecond(), 3600L);
      hours[(int) Math.floorMod(hour + MONDAY, (long) HOURS)]++;
      posts++;
      if (posts == 1) {
        first = time;
        last = time;
        run = 1;
        return;
      }
      if (time.isBefore(last)) {
        return;
      }
      if (Duration.between(last, time).compareTo(APART) <= 0) {
        run++;
      } else {
        end();
        keep(gaps, new Gap(last, time), Comparator.comparing(Gap::length).reversed());
        first = time;
        run = 1;
      }
      last = time;
    }

    /** What was taken until now. */
    public Rhythm rhythm() {
      var all = new ArrayList<>(bursts);
      if (run >= BURST) {
        keep(all, new Burst(first, last, run), MOST_POSTS);
      }
      return new Rhythm(Arrays.copyOf(hours, HOURS), posts, List.copyOf(all), List.copyOf(gaps));
    }

    private static final Comparator<Burst> MOST_POSTS =
        Comparator.comparingInt((Burst burst) -> -burst.posts());

    private void end() {
      if (run >= BURST) {
        keep(bursts, new Burst(first, last, run), MOST_POSTS);
      }
    }

    private static <T> void keep(List<T> all, T one, Comparator<T> order) {
      all.add(one);
      all.sort(order);
      if (all.size() > KEPT) {
        all.removeLast();
      }
    }
  }
}
