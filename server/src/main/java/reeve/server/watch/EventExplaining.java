package reeve.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reeve.rules.check.Explanation;
import reeve.rules.check.Outcome;
import reeve.rules.check.RuleSet;
import reeve.rules.schema.TownEvents;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.staff.Member;
import reeve.server.staff.Views;
import reeve.server.watch.backtest.BacktestException;
import reeve.server.watch.backtest.Explain;
import reeve.server.watch.log.Archive;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.run.Finding;

/**
 * Explains an event out of the log: what came before it is replayed into counters of its own. One
 * at a time, and only while the log is small enough to answer within a page's patience.
 */
@Component
final class EventExplaining implements Explaining {
  /** About ten seconds of replaying. */
  private static final long EVENTS_MOST = 2_000_000;

  private static final long COUNTER_BYTES = 64 << 20;
  private static final int TEXT_MOST = 1_000;

  private final WatchSettings settings;
  private final Journal journal;
  private final ObjectProvider<Rulebook> rulebook;
  private final Views views;
  private final Semaphore free = new Semaphore(1);

  EventExplaining(
      WatchSettings settings, Journal journal, ObjectProvider<Rulebook> rulebook, Views views) {
    this.settings = settings;
    this.journal = journal;
    this.rulebook = rulebook;
    this.views = views;
  }

  @Override
  public Answer explain(String event, Member member) {
    Optional<EventLog> log = journal.log();
    if (log.isEmpty()) {
      return new Unknown(
          journal.trouble().orElse("This server keeps no events, so there is nothing to explain."));
    }
    EventLog kept = log.get();
    if (kept.end() - kept.begin() > EVENTS_MOST) {
      return new Unknown(
          "The log holds %,d events, too many to replay while you wait. Ask on the machine: ./reeve rules explain DIR --data DATA --event %s"
              .formatted(kept.end() - kept.begin(), event));
    }
    if (!free.tryAcquire()) {
      return new Unknown("Another event is being explained. Ask again in some seconds.");
    }
    try {
      return explain(event, member, kept.end());
    } catch (BacktestException e) {
      return new Unknown(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("the event log could not be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unknown("The server stops.");
    } finally {
      free.release();
    }
  }

  private Answer explain(String event, Member member, long end)
      throws IOException, InterruptedException {
    List<RuleAnswer> rules = new ArrayList<>();
    Explain.Explained last = null;
    try (Archive archive =
        Archive.open(
            Objects.requireNonNull(settings.dir()).resolve("events"), TownEvents.SCHEMA, end)) {
      for (Watching.Stage stage : Watching.Stage.values()) {
        RuleSet set = set(stage);
        last = Explain.of(archive, set, event, COUNTER_BYTES);
        last.rules().forEach(one -> rules.add(answer(stage, one)));
      }
    }
    Explain.Explained told = Objects.requireNonNull(last);
    rules.sort(Comparator.comparing((RuleAnswer one) -> !one.holds()));
    seen(told, member);
    Map<String, String> facts = new TreeMap<>();
    told.facts().forEach((path, value) -> facts.put(path, text(value)));
    return new Explained(event, told.kind(), told.at(), facts, rules, note(told));
  }

  private RuleSet set(Watching.Stage stage) {
    Optional<RuleSet> set =
        switch (stage) {
          case LIVE -> rulebook.getObject().live();
          case SHADOW -> rulebook.getObject().shadow();
        };
    return set.orElseGet(() -> RuleSet.none(TownEvents.SCHEMA));
  }

  private static RuleAnswer answer(Watching.Stage stage, Explanation of) {
    return new RuleAnswer(
        of.rule().name(),
        of.rule().version(),
        stage,
        of.outcome().equals(Outcome.HOLDS),
        words(of.outcome()),
        of.parts().stream()
            .map(part -> new Part(part.text(), words(part.outcome()), read(part), part.miss()))
            .toList());
  }

  private static Map<String, String> read(Explanation.Part part) {
    return part.read().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> text(entry.getValue()), (a, _) -> a, TreeMap::new));
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Held held -> held.holds() ? "holds" : "fails";
      case Outcome.Failed failed -> failed.why();
    };
  }

  private static String text(Object value) {
    String text = value.toString();
    return text.length() <= TEXT_MOST ? text : text.substring(0, TEXT_MOST) + "…";
  }

  private static @Nullable String note(Explain.Explained told) {
    if (told.forgotten() > 0) {
      return "Counters were short of memory here: some readings are too low.";
    }
    return told.countersWhole()
        ? null
        : "The log begins at %s: counters with longer windows read too little."
            .formatted(told.countersSince());
  }

  private void seen(Explain.Explained told, Member member) {
    Object account = told.facts().get("account.id");
    Object source = told.facts().get("event.source");
    if (account instanceof String id && source instanceof String from) {
      views.saw(
          member,
          new AccountRef(new PlatformId(Finding.platform(from)), id),
          "event explained",
          null);
    }
  }
}
