package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import reeve.server.ServerTest;
import reeve.server.staff.Member;

/** A claim is a lease: whatever happens in which order, a case never has two holders. */
@ServerTest
final class ClaimLeaseIT {
  private static final Duration LEASE = Duration.ofMinutes(15);

  @Autowired private ApplicationContext context;
  private CaseTown town;

  @BeforeEach
  void aTownWithEmptyQueues() {
    town = new CaseTown(context);
    town.emptyQueues();
  }

  private record Held(Member by, ClaimId claim, Instant until) {}

  /** One after the other, the leases do what a map would do. */
  @Test
  void leasesDoWhatAModelDoes() {
    for (long seed = 1; seed <= 6; seed++) {
      town.emptyQueues();
      Random random = new Random(seed);
      List<Case> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(town.reported(random.nextBoolean() ? "1" : "3"));
        town.clock.forward(Duration.ofMinutes(random.nextInt(90)));
      }
      Map<CaseId, Case> byId = new HashMap<>();
      all.forEach(one -> byId.put(one.id(), town.of(one.account())));
      List<Member> members = List.of(town.reviewer(), town.reviewer(), town.reviewer());
      Map<CaseId, Held> model = new HashMap<>();
      List<Map.Entry<CaseId, Held>> ever = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        Member member = members.get(random.nextInt(3));
        switch (random.nextInt(5)) {
          case 0, 1 -> claim(member, model, byId, ever);
          case 2 -> town.clock.forward(Duration.ofSeconds(random.nextInt(600)));
          case 3 -> renew(member, model, ever, random);
          default -> handBack(member, model, ever, random);
        }
      }
    }
  }

  private boolean holds(Held held) {
    return held.until().isAfter(town.clock.instant());
  }

  private void claim(
      Member member,
      Map<CaseId, Held> model,
      Map<CaseId, Case> all,
      List<Map.Entry<CaseId, Held>> ever) {
    long mine =
        model.values().stream().filter(this::holds).filter(h -> h.by().equals(member)).count();
    if (mine >= CaseDesk.CLAIMS_MOST) {
      return;
    }
    Optional<CaseId> expected =
        all.values().stream()
            .filter(of -> model.get(of.id()) == null || !holds(model.get(of.id())))
            .min(
                Comparator.comparingLong((Case of) -> -of.priority().number(of.openedAt()))
                    .thenComparingLong(of -> of.id().value()))
            .map(Case::id);
    Optional<CaseId> got = town.next(member);
    assertThat(got).isEqualTo(expected);
    got.ifPresent(id -> {
      model.put(id, new Held(member, town.claimOf(id), town.clock.instant().plus(LEASE)));
      ever.add(Map.entry(id, model.get(id)));
    });
  }

  private boolean current(Map.Entry<CaseId, Held> one, Map<CaseId, Held> model) {
    Held now = model.get(one.getKey());
    return now != null && now.claim().equals(one.getValue().claim()) && holds(now);
  }

  private void renew(
      Member member, Map<CaseId, Held> model, List<Map.Entry<CaseId, Held>> ever, Random random) {
    if (ever.isEmpty()) {
      return;
    }
    var one = ever.get(random.nextInt(ever.size()));
    boolean expected = current(one, model) && one.getValue().by().equals(member);
    assertThat(town.pages.renew(one.getValue().claim(), member).isPresent()).isEqualTo(expected);
    if (expected) {
      model.put(
          one.getKey(), new Held(member, one.getValue().claim(), town.clock.instant().plus(LEASE)));
    }
  }

  private void handBack(
      Member member, Map<CaseId, Held> model, List<Map.Entry<CaseId, Held>> ever, Random random) {
    if (ever.isEmpty()) {
      return;
    }
    var one = ever.get(random.nextInt(ever.size()));
    Grip grip = town.pages.handBack(one.getValue().claim(), member);
    if (!one.getValue().by().equals(member)) {
      assertThat(grip).isInstanceOf(Grip.Barred.class);
    } else if (current(one, model)) {
      assertThat(grip).isInstanceOf(Grip.Held.class);
      model.remove(one.getKey());
    } else {
      assertThat(grip).isInstanceOf(Grip.Lost.class);
    }
  }

  /** Many at once, on several connections, while time passes. */
  @Test
  void manyAtOnceNeverHoldTheSameCase() throws Exception {
    for (int i = 0; i < 12; i++) {
      town.reported("1");
    }
    var time = new ReentrantReadWriteLock();
    Set<CaseId> inHand = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int seed = i;
        work.add(() -> reviewer(new Random(seed), time, inHand));
      }
      int acted = 0;
      for (var done : threads.invokeAll(work)) {
        acted += done.get();
      }
      assertThat(acted).isPositive();
    }
    assertThat(overlaps()).isZero();
  }

  private int reviewer(Random random, ReentrantReadWriteLock time, Set<CaseId> inHand) {
    Member me = town.reviewer();
    List<ClaimId> claims = new ArrayList<>();
    int acted = 0;
    for (int step = 0; step < 60; step++) {
      int what = random.nextInt(6);
      if (what == 5) {
        time.writeLock().lock();
        try {
          town.clock.forward(Duration.ofSeconds(random.nextInt(400)));
        } finally {
          time.writeLock().unlock();
        }
        continue;
      }
      // Time stands still within a step: what a step saw as now is now.
      time.readLock().lock();
      try {
        if (what < 2 || claims.isEmpty()) {
          if (town.pages.mine(me).size() < CaseDesk.CLAIMS_MOST) {
            town.pages
                .claimNext(me, Optional.empty())
                .map(of -> Objects.requireNonNull(of.claim()).id())
                .ifPresent(claims::add);
          }
        } else {
          acted += act(me, claims.get(random.nextInt(claims.size())), what, inHand);
        }
      } finally {
        time.readLock().unlock();
      }
    }
    return acted;
  }

  private int act(Member me, ClaimId claim, int what, Set<CaseId> inHand) {
    if (what == 2) {
      return town.pages.renew(claim, me).isPresent() ? 1 : 0;
    }
    if (what == 3) {
      return town.pages.handBack(claim, me) instanceof Grip.Held ? 1 : 0;
    }
    return town.in(() -> {
      if (town.cases.grip(claim, CaseTown.staff(me)) instanceof Grip.Held held) {
        assertThat(inHand.add(held.of().id())).as("two act on one case").isTrue();
        inHand.remove(held.of().id());
        return 1;
      }
      return 0;
    });
  }

  /** A report that is filed just then locks the row; the key that was pressed waits for it. */
  @Test
  void theOnlyCaseIsClaimedAlsoWhileAReportIsFiledOnIt() throws Exception {
    Case only = town.reported("1");
    Member member = town.reviewer();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<CaseId>> claimed =
          town.in(() -> {
            town.db
                .sql("update cases set reporters = reporters where id = ?")
                .param(only.id().value())
                .update();
            Future<Optional<CaseId>> waits = threads.submit(() -> town.next(member));
            while (!waits.isDone() && !somebodyWaits()) {
              LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            return waits;
          });
      assertThat(claimed.get()).contains(only.id());
    }
  }

  private boolean somebodyWaits() {
    return town.db
        .sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  /** Pairs of claims on one case whose times overlap, over everything that ever happened. */
  private long overlaps() {
    return town.db
        .sql(
            """
            select count(*) from claim a join claim b on a.case_id = b.case_id and a.id < b.id
            where a.began_at < coalesce(b.ended_at, 'infinity')
              and b.began_at < coalesce(a.ended_at, 'infinity')
            """)
        .query(Long.class)
        .single();
  }
}
