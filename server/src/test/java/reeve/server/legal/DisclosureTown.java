package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.decisions.TestTown;
import reeve.server.legal.Disclosure.Emergency;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Refused;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Requests for data in a town of its own, and what tests of them do again and again. */
abstract class DisclosureTown {
  static final String WORDS = "The duty desk confirmed it under its own number.";
  static final Emergency DANGER =
      new Emergency(
          "The baker of Mill Lane is to be attacked tonight.",
          "The address tells from where the threat comes.",
          "Inspector Vale");

  @Autowired ApplicationContext context;
  @Autowired MockMvc mvc;
  @Autowired JdbcClient jdbc;
  @Autowired Registry registry;
  @Autowired AuthorityRows authorities;
  @Autowired TakingIn takingIn;
  @Autowired Disclosing disclosing;
  @Autowired HandingOver handingOver;
  @Autowired Collecting collecting;
  @Autowired DisclosureRows rows;
  @Autowired HoldRows holds;
  @Autowired Packages packages;
  @Autowired Leases leases;

  TestTown town;
  Member legal;
  Member second;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    legal = town.desk.newMember(Role.LEGAL);
    second = town.desk.newMember(Role.LEGAL);
  }

  UUID authority(boolean verified) {
    UUID id =
        registry.add(
            new Registry.Written("Court of Oakham", "FR", EnumSet.of(Demand.DISCLOSURE), "", null),
            legal);
    registry.addContact(
        id, "+33 1 " + town.platform.newId() + "44", "the printed register", false, legal);
    if (verified) {
      verify(id);
    }
    return id;
  }

  void verify(UUID id) {
    registry.verify(
        id, contact(id), "Called the registry of the court, which named its own paper.", second);
  }

  UUID contact(UUID authority) {
    return authorities.find(authority).orElseThrow().contacts().getFirst().id();
  }

  TakingIn.Written written(
      UUID authority, Instrument instrument, Set<Data> data, String... accounts) {
    return new TakingIn.Written(
        authority,
        instrument,
        false,
        "OAK-" + town.platform.newId(),
        "Investigation 12/7",
        null,
        null,
        null,
        reeve.server.platform.PlatformId.SQUARE,
        List.of(accounts),
        data,
        null,
        null,
        "",
        null,
        instrument.emergency() ? DANGER : null);
  }

  static TakingIn.Written silent(TakingIn.Written of, @Nullable Silence silence) {
    return with(of, of.data(), silence);
  }

  static TakingIn.Written also(TakingIn.Written of, Set<Data> data) {
    return with(of, data, of.silence());
  }

  private static TakingIn.Written with(
      TakingIn.Written of, Set<Data> data, @Nullable Silence silence) {
    return new TakingIn.Written(
        of.authority(),
        of.instrument(),
        of.urgent(),
        of.reference(),
        of.ground(),
        null,
        null,
        of.dueAt(),
        of.platform(),
        of.accounts(),
        data,
        of.from(),
        of.until(),
        of.contact(),
        silence,
        of.emergency());
  }

  UUID take(TakingIn.Written written) {
    return takingIn.take(written, RemovalOrder.Source.DESK, Entrant.of(legal)).disclosure().id();
  }

  UUID taken(Instrument instrument, Set<Data> data, AccountRef account) {
    return take(written(authority(true), instrument, data, account.nativeId()));
  }

  Disclosing.Wish wish(UUID id, Set<Data> data) {
    return new Disclosing.Wish(data, Set.of(1), null, null, contact(find(id).authority()), WORDS);
  }

  void released(UUID id, Set<Data> data) {
    disclosing.propose(id, wish(id, data), legal);
    disclosing.release(id, seen(id), second);
  }

  /** The proposal that stands there, as a page shows it. */
  UUID seen(UUID id) {
    Disclosure.Proposed proposed = find(id).proposed();
    return proposed == null ? UUID.randomUUID() : proposed.id();
  }

  List<String> letters(AccountRef account) {
    return actions(account).stream()
        .filter(Action.DeliverAnswer.class::isInstance)
        .map(it -> ((Action.DeliverAnswer) it).letter().body())
        .toList();
  }

  /** Platforms answer, and a process that has just started goes on. */
  void round() throws InterruptedException {
    town.work();
    try (Lease lease = leases.take("legal-disclosures", Duration.ofMinutes(1)).orElseThrow()) {
      collecting.round(lease);
    }
    town.work();
  }

  Disclosure find(UUID id) {
    return rows.find(id).orElseThrow();
  }

  List<String> words(UUID id) {
    return rows.timeline(id).stream().map(OrderRows.Happening::words).toList();
  }

  List<Action> actions(AccountRef account) {
    return town.platform.ordersOn(account).stream()
        .map(it -> it.action())
        .filter(it -> !(it instanceof Action.Hold) && !(it instanceof Action.ReleaseHold))
        .toList();
  }

  static Map<String, String> unzip(byte[] file) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  static void assertProblem(LegalProblem problem, Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
  }

  boolean held(Disclosure it, AccountRef account) {
    return holds
        .known(it.authority(), it.reference(), account)
        .filter(hold -> hold.stands(town.clock.instant()))
        .isPresent();
  }

  long called(String of) {
    return jdbc.sql("SELECT count(*) FROM delivery_message WHERE key LIKE ?")
        .param("legal/disclosure/" + of + "%")
        .query(Long.class)
        .single();
  }

  @SafeVarargs
  static <T> List<T> atOnce(Callable<T>... works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.length);
    List<T> done = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(works.length)) {
      var running = new ArrayList<java.util.concurrent.Future<T>>();
      for (Callable<T> work : works) {
        running.add(
            threads.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      for (var one : running) {
        try {
          done.add(one.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(Refused.class);
        }
      }
    }
    return done;
  }
}
