package reeve.server.delivery;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Loop;
import reeve.server.staff.Member;
import reeve.server.staff.Vault;

/** Takes messages in, and what a person says about those that were given up. */
@Component
class Handing implements Outbox {
  static final Kind HANDED_IN = new Kind("delivery.handed-in", 1);
  static final Kind SENT_AGAIN = new Kind("delivery.sent-again", 1);
  static final Kind DROPPED = new Kind("delivery.dropped", 1);

  private final MessageRows rows;
  private final Vault vault;
  private final Records records;
  private final List<Loop> loops;
  private final InstantSource clock;

  Handing(
      MessageRows rows,
      Vault vault,
      Records records,
      @Qualifier("deliveries") Loop services,
      @Qualifier("deliveriesToStaff") Loop staff,
      InstantSource clock) {
    this.rows = rows;
    this.vault = vault;
    this.records = records;
    this.loops = List.of(services, staff);
    this.clock = clock;
  }

  /** What a message's content is sealed for. */
  static String seal(UUID id) {
    return "delivery:" + id;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public UUID hand(Message message) {
    Optional<UUID> known = rows.ofKey(message.key());
    if (known.isPresent()) {
      return known.get();
    }
    UUID id = UUID.randomUUID();
    byte[] content = ContentJson.write(message.content()).getBytes(StandardCharsets.UTF_8);
    if (content.length > LARGEST) {
      throw new IllegalArgumentException("a message of more than 8 MiB is not sent");
    }
    if (!rows.add(id, message, vault.seal(content, seal(id)), clock.instant())) {
      return rows.ofKey(message.key()).orElseThrow();
    }
    RecordId record =
        records.append(
            new Entry(
                HANDED_IN,
                null,
                new Actor.Worker("delivery"),
                message.cause(),
                Map.of(),
                Map.of(
                    "message",
                    id.toString(),
                    "channel",
                    message.channel().name(),
                    "way",
                    message.content().way(),
                    "target",
                    message.content().target(),
                    "title",
                    message.title(),
                    "content",
                    ContentJson.digest(content))));
    rows.recorded(id, record);
    wakeAfterCommit();
    return id;
  }

  @Override
  public Optional<Fate> find(UUID id) {
    return rows.find(id).map(it -> new Fate(it.state(), it.tries(), it.words(), it.closedAt()));
  }

  @Transactional
  public void sendAgain(UUID id, Member by) {
    Kept kept = failed(id);
    rows.reopen(id, clock.instant());
    records.append(entry(SENT_AGAIN, kept, by, Map.of()));
    wakeAfterCommit();
  }

  @Transactional
  public void drop(UUID id, String why, Member by) {
    String reason = why.strip();
    if (reason.isEmpty() || reason.length() > 2_000) {
      throw new Refused(
          DeliveryProblem.WORDS_MISSING, "Write why it is not sent, in at most 2,000 characters.");
    }
    Kept kept = rows.find(id).orElseThrow(Handing::none);
    if (!rows.close(id, State.FAILED, State.DROPPED, kept.words(), clock.instant())
        && !rows.close(id, State.WAITING, State.DROPPED, kept.words(), clock.instant())) {
      throw new Refused(DeliveryProblem.NOT_FAILED, "This message is closed already.");
    }
    records.append(entry(DROPPED, kept, by, Map.of("why", reason)));
  }

  private Kept failed(UUID id) {
    Kept kept = rows.find(id).orElseThrow(Handing::none);
    if (kept.state() != State.FAILED) {
      throw new Refused(
          DeliveryProblem.NOT_FAILED, "This message was not given up; look at it again.");
    }
    return kept;
  }

  private static Refused none() {
    return new Refused(
        DeliveryProblem.NO_SUCH_MESSAGE, "There is no message at this address any more.");
  }

  private static Entry entry(Kind kind, Kept kept, Member by, Map<String, ?> more) {
    Map<String, Object> closed = new LinkedHashMap<>(more);
    closed.put("message", kept.id().toString());
    return new Entry(kind, null, by.id().actor(), kept.record(), Map.of(), closed);
  }

  private void wakeAfterCommit() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            loops.forEach(Loop::wake);
          }
        });
  }
}
