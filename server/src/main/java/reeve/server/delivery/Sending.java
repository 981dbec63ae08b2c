package reeve.server.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Lease;
import reeve.server.staff.Vault;

/** Sends what is due, a few at a time, and notes what became of it. */
@Component
class Sending {
  static final Kind SENT = new Kind("delivery.sent", 1);
  static final Kind FAILED = new Kind("delivery.failed", 1);

  private static final int AT_ONCE = 8;
  private static final int PER_TARGET = 2;
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final MessageRows rows;
  private final Switchboard channels;
  private final Mailer mailer;
  private final Hooks hooks;
  private final Vault vault;
  private final Records records;
  private final DeliverySettings settings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private Instant forgotten = Instant.EPOCH;

  Sending(
      MessageRows rows,
      Switchboard channels,
      Mailer mailer,
      Hooks hooks,
      Vault vault,
      Records records,
      DeliverySettings settings,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.channels = channels;
    this.mailer = mailer;
    this.hooks = hooks;
    this.vault = vault;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
    this.transaction = transaction;
  }

  private record Tried(MessageRows.Due due, Outcome outcome) {}

  /**
   * One round of what calls the staff, or of all else: so that no slow service holds up an alarm.
   *
   * @return how long nothing is due
   */
  Duration round(Lease lease, boolean toStaff) throws InterruptedException {
    String[] on = channels.on(toStaff);
    Instant now = clock.instant();
    List<MessageRows.Due> due =
        transaction.execute(t -> {
          lease.confirm();
          if (!toStaff && forgotten.isBefore(now.minus(FORGET_EVERY))) {
            rows.forget(now);
            forgotten = now;
          }
          return rows.take(on, AT_ONCE, PER_TARGET, now);
        });
    for (Tried tried : send(due)) {
      transaction.executeWithoutResult(t -> {
        lease.confirm();
        note(tried, toStaff);
      });
    }
    if (!due.isEmpty()) {
      return Duration.ZERO;
    }
    return rows.nextTry(on)
        .map(next -> Duration.between(clock.instant(), next))
        .filter(wait -> wait.compareTo(LOOK) < 0)
        .map(wait -> wait.isPositive() ? wait : Duration.ofMillis(1))
        .orElse(LOOK);
  }

  private List<Tried> send(List<MessageRows.Due> due) throws InterruptedException {
    if (due.isEmpty()) {
      return List.of();
    }
    List<Callable<Tried>> tries = new ArrayList<>();
    due.forEach(one -> tries.add(() -> new Tried(one, outcome(one))));
    List<Tried> tried = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Tried> one : threads.invokeAll(tries)) {
        try {
          tried.add(one.get());
        } catch (ExecutionException e) {
          throw new IllegalStateException("a message could not be sent", e.getCause());
        }
      }
    }
    return tried;
  }

  private Outcome outcome(MessageRows.Due due) {
    Kept kept = due.kept();
    Content content;
    try {
      content = ContentJson.read(kept.way(), vault.open(due.sealed(), Handing.seal(kept.id())));
    } catch (Vault.Locked e) {
      return new Outcome.Failed(
          "It was sealed with a key that is not at hand: keys/portable/staff was changed.");
    }
    return switch (content) {
      case Content.Mail mail -> mailer.send(kept, mail);
      case Content.Webhook hook -> hooks.send(kept, hook);
      case Content.Upload upload -> hooks.send(kept, upload);
    };
  }

  private void note(Tried tried, boolean toStaff) {
    Kept kept = tried.due().kept();
    Instant now = clock.instant();
    switch (tried.outcome()) {
      case Outcome.Sent sent -> {
        if (rows.close(kept.id(), Outbox.State.WAITING, Outbox.State.SENT, sent.words(), now)) {
          records.append(entry(SENT, kept, ""));
        }
      }
      case Outcome.Failed failed -> giveUp(kept, failed.words(), now);
      case Outcome.Again again -> {
        if (now.isAfter(kept.since().plus(settings.giveUpAfter()))) {
          giveUp(kept, again.words(), now);
        } else {
          Duration pause = Pause.after(kept.tries(), toStaff, ThreadLocalRandom.current());
          Duration asked = again.asked();
          rows.again(
              kept.id(),
              again.words(),
              now.plus(asked != null && asked.compareTo(pause) > 0 ? asked : pause));
        }
      }
    }
  }

  private void giveUp(Kept kept, String words, Instant now) {
    if (rows.close(kept.id(), Outbox.State.WAITING, Outbox.State.FAILED, words, now)) {
      records.append(entry(FAILED, kept, words));
    }
  }

  private static Entry entry(Kind kind, Kept kept, String why) {
    Map<String, Object> closed = new LinkedHashMap<>();
    closed.put("message", kept.id().toString());
    closed.put("channel", kept.channel());
    closed.put("way", kept.way());
    closed.put("tries", kept.tries());
    if (!why.isEmpty()) {
      closed.put("why", why);
    }
    return new Entry(kind, null, new Actor.Worker("delivery"), kept.record(), Map.of(), closed);
  }
}
