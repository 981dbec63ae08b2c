package reeve.server.decisions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.cases.Cluster;
import reeve.server.cases.Clusters;
import reeve.server.cases.FlaggedPost;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Measure;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;
import reeve.server.record.Actor;

/**
 * Whether an account may be part of a decision over many. The preview asks it, and the worker asks
 * it again about each account when its turn has come.
 */
@Component
class BulkWeighing {
  /** Characters of what the holders are told, at least. */
  static final int WORDS_LEAST = 20;

  private final Cases cases;
  private final Clusters clusters;
  private final Policies policies;
  private final DecisionRows rows;
  private final Proposals proposals;
  private final OpenAppeals appeals;
  private final InstantSource clock;

  BulkWeighing(
      Cases cases,
      Clusters clusters,
      Policies policies,
      DecisionRows rows,
      Proposals proposals,
      OpenAppeals appeals,
      InstantSource clock) {
    this.cases = cases;
    this.clusters = clusters;
    this.policies = policies;
    this.rows = rows;
    this.proposals = proposals;
    this.appeals = appeals;
    this.clock = clock;
  }

  /** What becomes of an account. */
  sealed interface Weighed {
    Cluster.Member member();
  }

  /**
   * It can be decided.
   *
   * @param items its own, that a person opened and that break the clause; none where a sample
   *     suffices
   */
  record In(Cluster.Member member, Case of, Ruling ruling, List<Cluster.Item> items)
      implements Weighed {
    In {
      items = List.copyOf(items);
    }

    public boolean sampled() {
      return items.isEmpty();
    }
  }

  /** It stays in its case. */
  record Out(Cluster.Member member, String why) implements Weighed {}

  /** What is wrong with the form whoever it is applied to. */
  List<Flaw> flaws(DecisionForm form, @Nullable ClauseId of) {
    List<Flaw> flaws = new ArrayList<>();
    if (form.measures().contains(DecisionForm.NO_VIOLATION)) {
      flaws.add(
          new Flaw(
              "measure", "“No violation” is decided in each case by itself, and not in bulk."));
    }
    if (of == null || !form.clause().equals(of.toString())) {
      flaws.add(
          new Flaw(
              "clause",
              of == null
                  ? "Choose the clause on the cluster's page first: items are marked under it."
                  : "The items of this cluster were held against another clause. Choose that one, or"
                      + " set this one on the cluster's page and mark again."));
    }
    // With a post and an answer put in, what remains is wrong for everybody.
    Judged judged =
        FormCheck.check(
            with(form, List.of(), ProtectedSpeech.NO.code()), policies, List.of(), clock.instant());
    if (judged instanceof Judged.Flawed flawed) {
      flawed.flaws().stream().filter(it -> ofEach(it, form)).forEach(flaws::add);
    }
    if (PlainText.length(form.toHolder()) < WORDS_LEAST
        && flaws.stream().noneMatch(it -> it.field().equals("toHolder"))) {
      flaws.add(
          new Flaw(
              "toHolder",
              "Say in %d characters or more what these accounts did: each holder reads it."
                  .formatted(WORDS_LEAST)));
    }
    return flaws.stream().distinct().toList();
  }

  /** Posts are marked account by account, and a text that is missing is asked for below. */
  private static boolean ofEach(Flaw flaw, DecisionForm form) {
    return !flaw.field().equals("post")
        && !(flaw.field().equals("toHolder") && form.toHolder().isEmpty());
  }

  static DecisionForm with(DecisionForm form, List<String> posts, String answer) {
    return new DecisionForm(
        form.measures(),
        form.clause(),
        posts,
        form.fields(),
        form.days(),
        answer,
        form.toHolder(),
        form.note());
  }

  static boolean suspends(DecisionForm form) {
    return form.measures().contains(Measure.SUSPEND_PERMANENTLY.text())
        || form.measures().contains(Measure.SUSPEND_TEMPORARILY.text());
  }

  /**
   * Weighs one account.
   *
   * @param sampled whether a sample that covers it was opened and found to break the clause
   */
  Weighed weigh(Cluster.Member member, DecisionForm form, boolean sampled, Actor.Staff by) {
    Case of = member.open();
    if (of == null) {
      return new Out(
          member,
          member.outcome() == null
              ? "It has no open case."
              : "Its case is decided: " + member.outcome() + ".");
    }
    String held = held(member, of, by);
    if (held != null) {
      return new Out(member, held);
    }
    ClauseId clause = ClauseId.parse(form.clause());
    List<Cluster.Item> marked = member.breaking(clause);
    Set<Cluster.Item> standing = new LinkedHashSet<>(marked);
    standing.retainAll(clusters.standing(member));
    if (standing.isEmpty() && !sampled) {
      return new Out(
          member,
          marked.isEmpty()
              ? "No item of its own that breaks the clause was opened by a person."
              : "What was opened of it was changed, sealed or forgotten since.");
    }
    String speech = speech(member, clause);
    if (speech != null) {
      return new Out(member, speech);
    }
    List<FlaggedPost> posts = clusters.posts(member, standing);
    DecisionForm own =
        with(
            form,
            posts.stream().map(post -> post.post().post().nativeId()).toList(),
            member.answer() == null ? "" : member.answer().code());
    return switch (FormCheck.check(own, policies, posts, clock.instant())) {
      case Judged.Flawed flawed -> new Out(member, words(flawed.flaws()));
      case Judged.Sound sound -> new In(member, of, sound.ruling(), List.copyOf(standing));
    };
  }

  private static String words(List<Flaw> flaws) {
    Flaw first = flaws.getFirst();
    return first.field().equals("post")
        ? "No post of its own is marked that could be removed."
        : first.words();
  }

  private @Nullable String held(Cluster.Member member, Case of, Actor.Staff by) {
    Instant now = clock.instant();
    Case.Claim claim = of.claim();
    if (of.danger()) {
      return "It is before the leads as a danger to life.";
    }
    if (member.held(now) && claim != null && !claim.holder().equals(by)) {
      return "Somebody works on its case now.";
    }
    if (proposals.newest(of.id()).filter(it -> it.state() == Proposal.State.WAITING).isPresent()) {
      return "A decision on its case waits for a lead's word.";
    }
    if (appeals.anyOf(rows.past(of.account(), "", now).decisions())) {
      return "An appeal of this account waits for its hearing.";
    }
    return cases.conflict(of.id(), by)
        ? "It touches the own account of whoever proposes this."
        : null;
  }

  /** A yes or an unsure bars it under every policy; under one that asks, so does silence. */
  private @Nullable String speech(Cluster.Member member, ClauseId clause) {
    boolean asks = policies.current(clause.policy()).map(Policy::protectedSpeech).orElse(true);
    Cluster.Answer answer = member.answer();
    if (answer == null) {
      return asks ? "Nobody answered whether what is marked is protected speech." : null;
    }
    return switch (answer) {
      case NO -> null;
      case YES -> "What is marked is protected speech: it is judged in its case.";
      case UNSURE -> "What is marked may be protected speech: it is judged in its case.";
    };
  }
}
