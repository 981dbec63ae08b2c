package reeve.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command {@code simulate}: writes a town into a folder. */
public final class Simulate {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final String HELP =
      """
      Usage: ./reeve simulate --out DIR [options]

      Writes a simulated town: DIR/town.ndjson (the town format), DIR/media (its
      pictures) and DIR/truth.ndjson (what each account and each flag is in truth).
      The same options give the same bytes.

        --out DIR            the folder; must be missing or empty
        --accounts N         accounts (2000)
        --posts N            posts, replies included (30000)
        --seed N             where chance starts (1)
        --crimson-share X    part of the accounts that are of the Crimson Dawn (0.02)
        --until TIME         when the story ends, such as 2026-11-23T12:00:00Z (now)
        --help               this text
      """;

  private Simulate() {}

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs the command.
   *
   * @return 0 when the town is written, 1 when writing failed, 2 when the options are wrong
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    // The pictures need no screen
    System.setProperty("java.awt.headless", "true");
    Options options = new Options();
    try {
      if (!options.read(args)) {
        out.print(HELP);
        out.flush();
        return OK;
      }
      Path folder = options.folder();
      Town town = options.town();
      if (!isFree(folder)) {
        err.println(
            "simulate: " + folder + " is not an empty folder. Choose another one for --out.");
        return USAGE;
      }
      return write(town, folder, out, err);
    } catch (IllegalArgumentException e) {
      err.println("simulate: " + e.getMessage() + ". ./reeve simulate --help lists the options.");
      return USAGE;
    } catch (IOException e) {
      err.println("simulate: cannot write the town: " + e);
      return FAILED;
    }
  }

  private static int write(Town town, Path folder, PrintStream out, PrintStream err)
      throws IOException {
    long begin = System.nanoTime();
    Census census =
        town.write(
            folder, posts -> err.printf(Locale.ROOT, "  %,d of %,d posts%n", posts, town.posts()));
    double seconds = (System.nanoTime() - begin) / 1e9;
    out.printf(
        Locale.ROOT,
        "%s: %,d accounts, %,d posts, %,d boosts, %,d favourites, %,d follows, %,d flags"
            + " until %s, in %.1f s%n",
        folder,
        census.accounts(),
        census.posts(),
        census.boosts(),
        census.favourites(),
        census.follows(),
        census.reports(),
        town.until(),
        seconds);
    return OK;
  }

  private static boolean isFree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  /** The options as they were given. */
  private static final class Options {
    private int accounts = 2000;
    private long posts = 30_000;
    private long seed = 1;
    private double crimsonShare = 0.02;
    private @Nullable Instant until;
    private @Nullable Path folder;

    /** Returns false if help was asked for. */
    boolean read(String[] args) {
      for (int i = 0; i < args.length; i++) {
        String option = args[i];
        if (option.equals("--help") || option.equals("-h")) {
          return false;
        }
        if (!set(option, i + 1 < args.length ? args[++i] : null)) {
          throw new IllegalArgumentException("there is no option " + option);
        }
      }
      return true;
    }

    private boolean set(String option, @Nullable String value) {
      switch (option) {
        case "--out" -> folder = Path.of(needed(option, value));
        case "--accounts" -> accounts = Math.toIntExact(whole(option, value));
        case "--posts" -> posts = whole(option, value);
        case "--seed" -> seed = whole(option, value);
        case "--crimson-share" -> crimsonShare = part(option, value);
        case "--until" -> until = time(option, value);
        default -> {
          return false;
        }
      }
      return true;
    }

    Path folder() {
      if (folder == null) {
        throw new IllegalArgumentException("--out DIR is missing");
      }
      return folder;
    }

    Town town() {
      Instant end = until == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : until;
      return new Town(accounts, posts, seed, crimsonShare, end);
    }

    private static String needed(String option, @Nullable String value) {
      if (value == null) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      return value;
    }

    private static long whole(String option, @Nullable String value) {
      try {
        return Long.parseLong(needed(option, value));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(option + " needs a whole number, not " + value, e);
      }
    }

    private static double part(String option, @Nullable String value) {
      try {
        return Double.parseDouble(needed(option, value));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(option + " needs a number such as 0.02", e);
      }
    }

    private static Instant time(String option, @Nullable String value) {
      try {
        return Instant.parse(needed(option, value));
      } catch (java.time.format.DateTimeParseException e) {
        throw new IllegalArgumentException(
            option + " needs a time such as 2026-11-23T12:00:00Z", e);
      }
    }
  }
}
