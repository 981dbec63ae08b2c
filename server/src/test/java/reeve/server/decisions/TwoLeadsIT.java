package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.server.ServerTest;
import reeve.server.cases.Cluster;
import reeve.server.cases.Cluster.Answer;
import reeve.server.cases.ClusterId;
import reeve.server.cases.TestClusters;
import reeve.server.decisions.Bulk.Fate;
import reeve.server.decisions.Bulk.Part;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Two leads who work on one cluster at the same moment, each with a connection of their own. */
@ServerTest
@Tag("sql")
final class TwoLeadsIT {
  private static final int ROUNDS = 4;

  @Autowired private ApplicationContext context;
  @Autowired private Bulks bulks;
  @Autowired private BulkRows rows;
  @Autowired private BulkPreviews previews;
  @Autowired private BulkWork work;
  @Autowired private JdbcClient jdbc;
  private TestTown town;
  private TestClusters clusters;
  private Member one;
  private Member other;

  @BeforeEach
  void twoLeads() {
    town = new TestTown(context);
    clusters = new TestClusters(context);
    one = town.member(Role.LEAD);
    other = town.member(Role.LEAD);
    jdbc.sql("update bulk set state = 'done' where state in ('waiting', 'running')").update();
    jdbc.sql("update bulk_account set state = 'left-out' where state = 'waits'").update();
  }

  /** Both at the same moment; a refusal is given as its sentence. */
  private static List<Object> both(Callable<?> first, Callable<?> second) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Object>> answers = new ArrayList<>();
      for (Callable<?> each : List.of(first, second)) {
        answers.add(
            threads.submit(() -> {
              barrier.await();
              try {
                return each.call();
              } catch (Refused e) {
                return String.valueOf(e.getMessage());
              }
            }));
      }
      return List.of(answers.get(0).get(), answers.get(1).get());
    }
  }

  private List<Reported> reported(int many) {
    return IntStream.range(0, many).mapToObj(_ -> town.reported(1)).toList();
  }

  private ClusterId found(List<Reported> all) {
    ClusterId id =
        clusters.of(
            TestTown.RECRUITMENT,
            TestTown.staff(one),
            all.stream().map(Reported::account).toList());
    for (Reported each : all) {
      clusters.mark(id, each.account(), each.postId(), TestTown.staff(one));
      clusters.answer(id, each.account(), Answer.NO, TestTown.staff(one));
    }
    return id;
  }

  private static DecisionForm suspension() {
    return new DecisionForm(
        List.of("suspend-permanently"),
        TestTown.RECRUITMENT,
        List.of(),
        List.of(),
        "",
        "",
        "You all pushed the same invite to the Crimson Dawn.",
        "They go together.");
  }

  private static List<String> keys(List<Reported> all) {
    return all.stream().map(it -> it.account().platform() + " " + it.account().nativeId()).toList();
  }

  private Callable<Bulks.Proposed> proposing(ClusterId id, List<Reported> all, Member by) {
    String seen = previews.of(id, keys(all), suspension(), by).seen();
    return () -> bulks.propose(id, keys(all), suspension(), seen, by);
  }

  private void workOn() throws Exception {
    for (int round = 0; round < 50 && !rows.turns(1).isEmpty(); round++) {
      // As two processes would, were the lease of the first one lost.
      both(() -> work.round(null), () -> work.round(null));
    }
    work.round(null);
  }

  private void decidedOnce(List<Reported> all) {
    for (Reported each : all) {
      assertThat(town.recorded(each.account(), "decisions.decided")).hasSize(1);
    }
  }

  @Test
  void candidatesThatBothAddOrRemoveAreInItOnceAndNoneIsLost() throws Exception {
    List<Reported> all = reported(12);
    ClusterId id = found(all.subList(0, 2));
    for (int round = 0; round < ROUNDS; round++) {
      List<Reported> mine = all.subList(2, 8);
      List<Reported> theirs = all.subList(5, 12);
      List<Object> added = both(adding(id, mine, one), adding(id, theirs, other));
      assertThat((Integer) added.get(0) + (Integer) added.get(1)).isEqualTo(10);
      assertThat(members(id)).isEqualTo(accounts(all));
      List<Object> removed =
          both(
              () -> clusters.clusters.remove(id, list(mine), TestTown.staff(one)),
              () -> clusters.clusters.remove(id, list(theirs), TestTown.staff(other)));
      assertThat((Integer) removed.get(0) + (Integer) removed.get(1)).isEqualTo(10);
      assertThat(members(id)).isEqualTo(accounts(all.subList(0, 2)));
    }
    assertThat(town.recorded(all.get(6).account(), "cases.cluster-joined")).hasSize(ROUNDS);
    assertThat(town.recorded(all.get(6).account(), "cases.cluster-left")).hasSize(ROUNDS);
  }

  private Callable<Integer> adding(ClusterId id, List<Reported> some, Member by) {
    return () -> clusters.add(id, TestTown.staff(by), list(some));
  }

  private static List<AccountRef> list(List<Reported> some) {
    return some.stream().map(Reported::account).toList();
  }

  private static Set<AccountRef> accounts(List<Reported> some) {
    return Set.copyOf(list(some));
  }

  private Set<AccountRef> members(ClusterId id) {
    return clusters.clusters.find(id).orElseThrow().members().stream()
        .map(Cluster.Member::account)
        .collect(Collectors.toSet());
  }

  @Test
  void ofTwoProposalsOnTheSameAccountsOneStandsAndTheSlowerIsTold() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<Reported> all = reported(4);
      ClusterId id = found(all);
      List<Object> answers = both(proposing(id, all, one), proposing(id, all, other));
      assertThat(answers).hasAtLeastOneElementOfType(Bulks.Proposed.Made.class);
      assertThat(answers).hasAtLeastOneElementOfType(Bulks.Proposed.Flawed.class);
      for (Object answer : answers) {
        if (answer instanceof Bulks.Proposed.Flawed(BulkPreview preview)) {
          assertThat(preview.out())
              .extracting(BulkWeighing.Out::why)
              .containsOnly("It is part of another decision over many, which is not done yet.");
        }
      }
      workOn();
      decidedOnce(all);
    }
  }

  @Test
  void whatOneRemovesWhileTheOtherProposesIsNotDecided() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<Reported> all = reported(4);
      ClusterId id = found(all);
      List<Object> answers =
          both(
              proposing(id, all, one),
              () -> clusters.clusters.remove(id, list(all.subList(3, 4)), TestTown.staff(other)));
      workOn();
      assertThat(answers.get(1)).isEqualTo(1);
      assertThat(town.recorded(all.get(3).account(), "decisions.decided")).isEmpty();
      if (answers.get(0) instanceof Bulks.Proposed.Made) {
        decidedOnce(all.subList(0, 3));
      } else {
        assertThat(rows.newest(50)).noneMatch(it -> it.bulk().cluster().equals(id));
      }
    }
  }

  @Test
  void ofTwoAnswersToOneProposalOneCountsAndTheSlowerIsTold() throws Exception {
    Member third = town.member(Role.LEAD);
    for (int round = 0; round < ROUNDS; round++) {
      List<Reported> all = reported(11);
      ClusterId id = found(all);
      UUID bulk = ((Bulks.Proposed.Made) proposing(id, all, one).call()).id();
      boolean refusing = round % 2 == 1;
      List<Object> answers =
          both(
              () -> {
                bulks.approve(bulk, other, "");
                return "stands";
              },
              () -> {
                if (refusing) {
                  bulks.refuse(bulk, third, "Four of them only quote it.");
                } else {
                  bulks.approve(bulk, third, "");
                }
                return "stands";
              });
      assertThat(answers).containsOnlyOnce("stands");
      assertThat(answers).anyMatch(it -> it.toString().endsWith("now: look at it again."));
      workOn();
      boolean refused = bulks.find(bulk).state() == Bulk.State.REFUSED;
      assertThat(rows.parts(bulk))
          .extracting(Part::fate)
          .containsOnly(refused ? Fate.LEFT_OUT : Fate.DECIDED);
      if (!refused) {
        decidedOnce(all);
      }
    }
  }
}
