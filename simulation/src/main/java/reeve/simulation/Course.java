package reeve.simulation;

import java.io.IOException;
import java.util.function.LongConsumer;

/**
 * The town's story in the order of time: newcomers, posts at the hours at which people write, and
 * whatever follows from them.
 */
final class Course {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** How strongly day and night differ; below 1 the order of the posts stays. */
  private static final double DAYLIGHT = 0.75;

  private static final int PROGRESS_EVERY = 10_000;

  private final Town plan;
  private final long start;
  private final long end;
  private final Dice clock;
  private final Agenda agenda;
  private final TownFile file;
  private final Population population;
  private final Street street;

  Course(Town plan, TownFile file, Gallery gallery) {
    this.plan = plan;
    this.file = file;
    this.end = plan.until().toEpochMilli();
    this.start = end - Town.DAYS * DAY;
    Dice root = new Dice(plan.seed());
    this.clock = root.fork();
    this.agenda = new Agenda(end);
    this.population = new Population(plan, start, end, agenda, file, gallery, root.fork());
    Flags flags = new Flags(population, agenda, file, end, root.fork());
    Reactions reactions = new Reactions(population, agenda, file, end, root.fork());
    this.street =
        new Street(population, agenda, file, flags, reactions, end, plan.posts(), root.fork());
  }

  void run(LongConsumer progress) throws IOException {
    long arrivals = 0;
    long nextPost = postTime(arrivals);
    while (true) {
      long nextAccount = population.nextArrival();
      long nextAct = agenda.next();
      long now = Math.min(nextPost, Math.min(nextAccount, nextAct));
      if (now == Long.MAX_VALUE) {
        break;
      }
      if (now == nextAccount) {
        population.settle();
      } else if (now == nextAct) {
        agenda.happen();
      } else {
        street.write(now);
        arrivals++;
        nextPost = arrivals < plan.posts() ? postTime(arrivals) : Long.MAX_VALUE;
        if (arrivals % PROGRESS_EVERY == 0) {
          progress.accept(file.posts());
        }
      }
    }
  }

  /** When the n-th post is written: evenly spread but for chance, then pulled into the day. */
  private long postTime(long n) {
    double even = (n + clock.unit()) / plan.posts() * (end - start);
    double hourOfDay = (start + even) % DAY / DAY;
    double pull = DAYLIGHT * DAY / (2 * Math.PI) * StrictMath.sin(2 * Math.PI * hourOfDay);
    long at = start + (long) (even + pull);
    return Math.min(end, Math.max(start, at));
  }
}
