package reeve.server.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.rules.check.Checking;
import reeve.server.platform.Refused;
import reeve.server.record.RecordId;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;
import reeve.server.staff.StaffId;
import reeve.server.watch.Plans.Aim;
import reeve.server.watch.Proposal.State;
import reeve.server.watch.RuleRecords.What;

/**
 * The one way by which rules become live, change and retire. What surfaces or tags needs one
 * person; what acts needs a second one who owes the first nothing.
 */
@Component
final class GoingLive {
  /** A sentence why has so many characters. */
  static final int WHY_LEAST = 10;

  static final int WHY_MOST = 1_000;

  /** Since when an approver must have been who they are. */
  static final Duration SETTLED = Duration.ofDays(3);

  private static final int NAMED = 200;

  private final Plans plans;
  private final RuleStore store;
  private final ProposalRows proposals;
  private final Roster roster;
  private final RuleRecords records;
  private final TransactionTemplate transaction;
  private final ObjectProvider<Watching> watching;
  private final InstantSource clock;

  GoingLive(
      Plans plans,
      RuleStore store,
      ProposalRows proposals,
      Roster roster,
      RuleRecords records,
      TransactionTemplate transaction,
      ObjectProvider<Watching> watching,
      InstantSource clock) {
    this.plans = plans;
    this.store = store;
    this.proposals = proposals;
    this.roster = roster;
    this.records = records;
    this.transaction = transaction;
    this.watching = watching;
    this.clock = clock;
  }

  /** What became of a proposal. */
  sealed interface Proposed {
    /** It is live, under this number. */
    record Live(long number) implements Proposed {}

    /** It waits for somebody else. */
    record Waits(UUID proposal) implements Proposed {}
  }

  /** Whether nobody but this member could approve anything. */
  boolean alone(Member member) {
    return roster.others(Role.LEAD, member.id()) == 0;
  }

  /**
   * Makes it live, or a proposal of it where a rule that acts is new or changes.
   *
   * @param base the number of what was live when its proposer looked
   */
  Proposed propose(Aim aim, long base, String why, Member by) {
    String words = sentence(why);
    Plan plan = sound(plans.of(aim));
    if (plan.base() != base) {
      throw moved();
    }
    Proposed proposed =
        plan.acting().isEmpty()
            ? new Proposed.Live(direct(plan, aim, words, by))
            : new Proposed.Waits(waiting(plan, words, by));
    watching.ifAvailable(Watching::reload);
    return proposed;
  }

  private static Plan sound(Plan plan) {
    if (plan.changes().isEmpty()) {
      throw new Refused(
          WatchProblem.NOTHING_CHANGES, "This is live already; there is nothing to change.");
    }
    if (!plan.sound()) {
      throw new Refused(
          WatchProblem.NOT_SOUND,
          "It cannot go live: " + RuleShelf.firstError(plan.checking()) + " What is live stays.");
    }
    return plan;
  }

  static String sentence(String why) {
    String words = why.replace('\0', ' ').replace("\r\n", "\n").strip();
    int length = words.codePointCount(0, words.length());
    if (length < WHY_LEAST || length > WHY_MOST) {
      throw new Refused(
          WatchProblem.BAD_INPUT,
          "Say why, in %d to %,d characters.".formatted(WHY_LEAST, WHY_MOST));
    }
    return words;
  }

  private static Refused moved() {
    return new Refused(
        WatchProblem.STALE,
        "Other rules went live meanwhile. Look again at what would change; nothing was done.");
  }

  private long direct(Plan plan, Aim aim, String why, Member by) {
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          requireBase(plan);
          long number = goLive(plan, by.id().value(), null, why, null, by);
          if (aim instanceof Aim.Retire retire) {
            dropFromDraft(RuleFile.rule(retire.rule()).path(), plan);
          }
          return number;
        }));
  }

  private void requireBase(Plan plan) {
    store.lock();
    long live = store.live().map(RuleStore.Live::number).orElse(0L);
    if (live != plan.base()) {
      throw moved();
    }
  }

  /** A retired rule that nobody was changing leaves the draft too. */
  private void dropFromDraft(String path, Plan plan) {
    RuleStore.Drafted drafted = store.draft().get(path);
    Proposal.Change change = plan.changes().get(path);
    if (drafted != null && change != null && drafted.text().equals(change.before())) {
      store.dropDraft(path);
    }
  }

  private long goLive(
      Plan plan,
      UUID proposer,
      @Nullable UUID approver,
      String why,
      @Nullable RecordId cause,
      Member actor) {
    String digest = ((Checking.Checked) plan.checking()).set().digest();
    Map<String, Object> told = told(plan, why);
    told.put("digest", digest);
    told.put("proposedBy", proposer.toString());
    if (approver != null) {
      told.put("approvedBy", approver.toString());
    }
    RecordId record = records.append(What.WENT_LIVE, actor.id().actor(), cause, told);
    long number = store.makeLive(plan.files(), digest, proposer, approver, why, record);
    store.changed();
    return number;
  }

  private static Map<String, Object> told(Plan plan, String why) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("title", plan.title());
    told.put("why", why);
    List<String> files = new ArrayList<>(plan.changes().keySet());
    told.put("files", files.subList(0, Math.min(NAMED, files.size())));
    told.put("changes", files.size());
    told.put("acting", plan.acting());
    return told;
  }

  private UUID waiting(Plan plan, String why, Member by) {
    if (alone(by)) {
      throw new Refused(
          WatchProblem.NEEDS_ANOTHER,
          "Rules that act need a second person, and nobody else here could approve: "
              + String.join(", ", plan.acting())
              + ". They stay off; let everything else go live without them.");
    }
    return Objects.requireNonNull(
        transaction.execute(_ -> {
          requireBase(plan);
          for (Proposal other : proposals.waiting()) {
            if (!Collections.disjoint(other.changes().keySet(), plan.changes().keySet())) {
              throw new Refused(
                  WatchProblem.STALE,
                  "'"
                      + other.title()
                      + "' waits for approval already and changes the same files. It has to be"
                      + " approved, refused or withdrawn first.");
            }
          }
          UUID id = UUID.randomUUID();
          Map<String, Object> told = told(plan, why);
          told.put("proposal", id.toString());
          RecordId record = records.append(What.PROPOSED, by.id().actor(), null, told);
          proposals.add(id, by.id().value(), plan.title(), why, record, plan.changes());
          return id;
        }));
  }

  /** Why a member may not approve; empty where they may. */
  Optional<String> barred(Proposal proposal, Member member) {
    if (proposal.by().equals(member.id().value())) {
      return Optional.of("You proposed it yourself; somebody else has to approve.");
    }
    Roster.Standing standing = roster.standing(member.id()).orElse(null);
    if (standing == null || standing.since().isAfter(clock.instant().minus(SETTLED))) {
      return Optional.of(
          "Your membership, role or sign-in is younger than 72 hours; somebody who has been here"
              + " longer has to approve.");
    }
    return new StaffId(proposal.by()).equals(standing.by())
        ? Optional.of(
            "Whoever proposed this gave you your membership, role or sign-in; somebody else has to"
                + " approve.")
        : Optional.empty();
  }

  /**
   * Makes a proposal live.
   *
   * @param seen the number of what was live when the approver looked
   */
  long approve(UUID id, long seen, Member by) {
    Proposal proposal = waitingOne(id);
    barred(proposal, by)
        .ifPresent(why -> {
          throw new Refused(WatchProblem.NEEDS_ANOTHER, why);
        });
    Plan plan = sound(plans.of(proposal));
    if (plan.base() != seen || !plans.fits(proposal)) {
      throw moved();
    }
    long number =
        Objects.requireNonNull(
            transaction.execute(_ -> {
              requireBase(plan);
              requireWaiting(
                  proposals.close(id, State.LIVE, by.id().value(), null), proposal.title());
              return goLive(
                  plan, proposal.by(), by.id().value(), proposal.why(), proposal.record(), by);
            }));
    watching.ifAvailable(Watching::reload);
    return number;
  }

  private Proposal waitingOne(UUID id) {
    Proposal proposal = find(id);
    requireWaiting(proposal.waits(), proposal.title());
    return proposal;
  }

  Proposal find(UUID id) {
    return proposals
        .find(id)
        .orElseThrow(() ->
            new Refused(WatchProblem.NO_SUCH_PROPOSAL, "There is no proposal at this address."));
  }

  private static void requireWaiting(boolean waits, String title) {
    if (!waits) {
      throw new Refused(WatchProblem.STALE, "'" + title + "' waits no more.");
    }
  }

  void refuse(UUID id, String why, Member by) {
    Proposal proposal = waitingOne(id);
    if (proposal.by().equals(by.id().value())) {
      throw new Refused(
          WatchProblem.NEEDS_ANOTHER, "You proposed it yourself; withdraw it instead.");
    }
    close(proposal, State.REFUSED, What.REFUSED, sentence(why), by);
  }

  void withdraw(UUID id, Member by) {
    Proposal proposal = waitingOne(id);
    if (!proposal.by().equals(by.id().value())) {
      throw new Refused(
          WatchProblem.NEEDS_ANOTHER, "Only who proposed it withdraws it; you may refuse it.");
    }
    close(proposal, State.WITHDRAWN, What.WITHDRAWN, null, by);
  }

  private void close(Proposal proposal, State state, What what, @Nullable String words, Member by) {
    transaction.executeWithoutResult(_ -> {
      requireWaiting(
          proposals.close(proposal.id(), state, by.id().value(), words), proposal.title());
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("proposal", proposal.id().toString());
      told.put("title", proposal.title());
      if (words != null) {
        told.put("why", words);
      }
      records.append(what, by.id().actor(), proposal.record(), told);
    });
  }
}
