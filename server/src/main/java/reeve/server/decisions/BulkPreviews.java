package reeve.server.decisions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.Cluster;
import reeve.server.cases.ClusterId;
import reeve.server.cases.Clusters;
import reeve.server.decisions.BulkWeighing.In;
import reeve.server.decisions.BulkWeighing.Out;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;

/** Puts together what a decision over many would do. */
@Component
class BulkPreviews {
  private static final String ELSEWHERE =
      "It is part of another decision over many, which is not done yet.";

  private final BulkRows rows;
  private final Clusters clusters;
  private final Policies policies;
  private final BulkWeighing weighing;
  private final Samples samples;
  private final Roster roster;
  private final BulkSettings settings;
  private final InstantSource clock;

  BulkPreviews(
      BulkRows rows,
      Clusters clusters,
      Policies policies,
      BulkWeighing weighing,
      Samples samples,
      Roster roster,
      BulkSettings settings,
      InstantSource clock) {
    this.rows = rows;
    this.clusters = clusters;
    this.policies = policies;
    this.weighing = weighing;
    this.samples = samples;
    this.roster = roster;
    this.settings = settings;
    this.clock = clock;
  }

  /** Whether nobody but this member could approve anything, or stop it. */
  boolean alone(Member member) {
    return roster.others(Role.LEAD, member.id()) == 0;
  }

  boolean large(int accounts) {
    return accounts > settings.approveAbove();
  }

  /**
   * The preview.
   *
   * @param chosen accounts of the cluster, as {@link Cluster.Member#key}
   */
  BulkPreview of(ClusterId id, List<String> chosen, DecisionForm form, Member by) {
    return of(clusters.find(id).orElseThrow(Bulks::noCluster), chosen, form, by);
  }

  BulkPreview of(Cluster cluster, List<String> chosen, DecisionForm form, Member by) {
    Actor.Staff staff = PanelPage.staff(by);
    List<Flaw> flaws = new ArrayList<>(weighing.flaws(form, cluster.clause()));
    Set<String> wanted = new LinkedHashSet<>(chosen);
    List<Cluster.Member> members =
        cluster.members().stream().filter(one -> wanted.contains(one.key())).toList();
    if (members.isEmpty()) {
      flaws.addFirst(
          new Flaw(
              "account", "Nobody is chosen: go back to the cluster and mark accounts with x."));
    } else if (members.size() < wanted.size()) {
      flaws.addFirst(
          new Flaw(
              "account",
              "%d of the chosen accounts are not in the cluster; go back and choose again."
                  .formatted(wanted.size() - members.size())));
    }
    Samples.Sample sample = sample(cluster.id(), cluster.clause());
    List<String> missing = sample == null ? List.of() : sample.missing(cluster);
    Set<String> elsewhere = rows.waiting(cluster);
    List<In> in = new ArrayList<>();
    List<Out> out = new ArrayList<>();
    DecisionForm weighed = flaws.isEmpty() ? form : probe(form, cluster.clause());
    if (weighed != null) {
      for (Cluster.Member member : members) {
        boolean covered =
            sample != null && missing.isEmpty() && sample.covers().contains(member.key());
        switch (weighing.weigh(member, weighed, covered, staff)) {
          case In _ when elsewhere.contains(member.key()) -> out.add(new Out(member, ELSEWHERE));
          case In one -> in.add(one);
          case Out one -> out.add(one);
        }
      }
    }
    return new BulkPreview(
        cluster,
        chosen,
        form,
        flaws,
        off(form, by),
        in,
        out,
        titled(Blast.of(in.stream().map(Blast.Reached::of).toList(), clock.instant())),
        large(in.size()) && !alone(by),
        cluster.clause() != null && Samples.suffice(cluster.clause()),
        sample,
        names(cluster, missing));
  }

  private Samples.@Nullable Sample sample(ClusterId id, @Nullable ClauseId clause) {
    return clause == null || !Samples.suffice(clause)
        ? null
        : samples.newest(id, clause).orElse(null);
  }

  /** While the form is not filled in: who would be part of it under the mildest measure. */
  private @Nullable DecisionForm probe(DecisionForm form, @Nullable ClauseId clause) {
    return clause == null
        ? null
        : policies
            .clause(clause)
            .flatMap(it -> it.allows().stream().sorted().findFirst())
            .map(measure ->
                new DecisionForm(
                    List.of(measure.text()),
                    clause.toString(),
                    List.of(),
                    List.of("BIO"),
                    "1",
                    "",
                    "x",
                    form.note()))
            .orElse(null);
  }

  /** Where one person alone could approve nothing locks, but suspending many stays off. */
  private @Nullable String off(DecisionForm form, Member by) {
    return BulkWeighing.suspends(form) && alone(by)
        ? "Suspending many at once is off here: nobody but you could approve it, or stop it. Suspend"
            + " in each case by itself, or let a second lead join."
        : null;
  }

  static List<String> names(Cluster cluster, List<String> keys) {
    return keys.stream()
        .map(key ->
            cluster.members().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .map(one -> "@" + one.handle())
                .orElse("an account that was taken out"))
        .toList();
  }

  Blast titled(Blast blast) {
    var titled = new java.util.LinkedHashMap<String, Integer>();
    blast.clauses().forEach((id, count) -> titled.merge(title(id), count, Integer::sum));
    return new Blast(
        blast.accounts(),
        blast.followers(),
        blast.widest(),
        blast.unknown(),
        blast.ages(),
        blast.cleared(),
        titled,
        blast.sampled(),
        blast.live());
  }

  private String title(String policy) {
    return policies.current().stream()
        .filter(it -> it.id().value().equals(policy))
        .map(Policy::title)
        .findFirst()
        .orElse(policy);
  }
}
