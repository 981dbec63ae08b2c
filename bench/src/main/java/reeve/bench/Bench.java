package reeve.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs one benchmark: what it does goes to standard error, its figures as one JSON object to the
 * last line of standard output.
 */
public final class Bench {
  private Bench() {}

  /** What can be measured. */
  private enum Name {
    REPORTS("flags through the square's API: rate, answer time, CPU, time until in the case") {
      @Override
      Figures run() throws Exception {
        return new ReportsBench().run();
      }
    },
    TAKEDOWN("125,000 decisions as one batch, killed and resumed once, to the last receipt") {
      @Override
      Figures run() throws Exception {
        return new TakedownBench().run();
      }
    },
    IMPORT("1,000,000 fivethirtyeight rows, to searchable") {
      @Override
      Figures run() throws Exception {
        return new ImportBench().run();
      }
    },
    QUEUE("claim next with the case page's data, 1,000,000 open cases, 8 reviewers") {
      @Override
      Figures run() throws Exception {
        return new QueueBench().run();
      }
    },
    START("the second start, to both listeners' first page, and memory") {
      @Override
      Figures run() throws Exception {
        return new StartBench().run();
      }
    },
    RULES_PEER(
        "1, 10, 100 and 500 rules with a regex over parsed events, beside cel-java's planner") {
      @Override
      Figures run() throws Exception {
        return new RulesPeerBench().run();
      }
    },
    TEXT("the signals of genuine posts: normal form, tokens, 100,000 phrases, fingerprint") {
      @Override
      Figures run() throws Exception {
        return new TextBench().run();
      }
    },
    STREAM("posts as bytes to durable verdicts: 100 rules, 20 counters, flat out and at half") {
      @Override
      Figures run() throws Exception {
        return new StreamBench().run();
      }
    },
    RELOAD("500 rules swapped for others while events come at half of the rate that goes") {
      @Override
      Figures run() throws Exception {
        return new ReloadBench().run();
      }
    },
    BACKTEST("100 rules and 20 counters over 10,000,000 archived posts, in the job's process") {
      @Override
      Figures run() throws Exception {
        return new BacktestBench().run();
      }
    },
    RECOVER("the engine killed with 5,000,000 counters, until it takes events again") {
      @Override
      Figures run() throws Exception {
        return new RecoverBench().run();
      }
    },
    ALIKE(
        "from some accounts to the rest of their group, on real data and towns; evaders; sureness") {
      @Override
      Figures run() throws Exception {
        return AlikeBench.run();
      }
    },
    ALIKE_SCALE(
        "the index of accounts as it grows to 1,000,000: build, ask with 10 seeds, update") {
      @Override
      Figures run() throws Exception {
        return new AlikeScaleBench().run();
      }
    },
    ALIKE_FIT("fits the weights of sureness on simulated towns, and prints them") {
      @Override
      Figures run() throws Exception {
        return AlikeBench.fit();
      }
    },
    INNOCENTS("the starter rules over ordinary people, witnesses of disasters and a town") {
      @Override
      Figures run() throws Exception {
        return new InnocentsBench().run();
      }
    },
    HASH("exact searches within distance 31 among 10,000,000 PDQ hashes, random and in crowds") {
      @Override
      Figures run() throws Exception {
        return new HashBench().run();
      }
    },
    LEDGER("10,000,000 entries appended durably, proved one by one, and verified as a whole") {
      @Override
      Figures run() throws Exception {
        return new LedgerBench().run();
      }
    },
    BUNDLE("an evidence bundle of 3,200 posts and 200 pictures, from the wish to the signed file") {
      @Override
      Figures run() throws Exception {
        return new BundleBench().run();
      }
    },
    RECOMPUTE(
        "all figures of 1,000,000 decisions from 8,000,000 records, each held to the ledger") {
      @Override
      Figures run() throws Exception {
        return new RecomputeBench().run();
      }
    },
    PDQ("JPEG of 512 x 512 pixels, decoded and hashed") {
      @Override
      Figures run() throws Exception {
        return new PdqBench().run();
      }
    };

    private final String what;

    Name(String what) {
      this.what = what;
    }

    abstract Figures run() throws Exception;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Name of(String word) {
      return Arrays.stream(values()).filter(n -> n.word().equals(word)).findFirst().orElse(null);
    }
  }

  /** Runs the benchmark of that name, or lists them. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.setProperty("logback.configurationFile", "bench-logback.xml");
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    if (arguments.length == 3 && arguments[0].equals("recover-run")) {
      RecoverRun.run(Path.of(arguments[1]), Double.parseDouble(arguments[2]));
      return;
    }
    Name name = arguments.length == 1 ? Name.of(arguments[0]) : null;
    if (name == null) {
      System.out.println("./reeve bench NAME");
      for (Name each : Name.values()) {
        System.out.printf("  %-10s %s%n", each.word(), each.what);
      }
      boolean asked = arguments.length == 1 && arguments[0].matches("--help|-h|help");
      System.exit(asked ? 0 : 2);
      return;
    }
    Machine.describe();
    Figures figures = name.run();
    System.out.println(figures.json(name.word()));
    System.exit(0);
  }
}
