package reeve.server.likeness;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.CaseLikeness.Past;
import reeve.server.platform.AccountRef;
import reeve.server.watch.Journal;
import reeve.server.watch.People;
import reeve.server.watch.Person;
import reeve.signals.likeness.Between;
import reeve.signals.likeness.Kind;
import reeve.signals.likeness.Tie;

/** An answer as a network: its accounts, and what stands between each two of them. */
@Component
final class Picture {
  /** So many pairs are drawn, those with conduct first; of each account its strongest always. */
  private static final int EDGES_MOST = 2_000;

  private final Asking asking;
  private final Standings standings;
  private final People people;
  private final Journal journal;

  Picture(Asking asking, Standings standings, People people, Journal journal) {
    this.asking = asking;
    this.standings = standings;
    this.people = people;
    this.journal = journal;
  }

  /**
   * A picture.
   *
   * @param kinds the kinds of ties that are in it
   * @param seedsLeftOut seeds for which it had no room
   * @param edgesLeftOut pairs with ties, too weak to be drawn among so many
   */
  record Drawn(
      List<Node> nodes,
      List<Edge> edges,
      List<Sort> kinds,
      @JsonProperty("seeds_left_out") int seedsLeftOut,
      @JsonProperty("edges_left_out") int edgesLeftOut) {}

  /**
   * An account.
   *
   * @param role {@code seed} or {@code candidate}
   * @param known whether the index knows it
   * @param percent how sure its likeness is; null for a seed
   * @param standing how people left it, or the platform has it, in a word; empty where that is not
   *     known
   * @param caseLink its open case, else its newest; null where it has none
   * @param reasons why a candidate is one
   */
  record Node(
      String account,
      String handle,
      String role,
      boolean known,
      @Nullable Integer percent,
      String standing,
      @Nullable @JsonProperty("case_id") Long caseId,
      @Nullable @JsonProperty("case_link") String caseLink,
      List<AlikeApi.AlikeReason> reasons,
      List<String> against) {}

  /**
   * Two accounts with something in common.
   *
   * @param conduct whether one did what the other did
   * @param stands whether it is of two unrelated kinds, one of them conduct
   */
  record Edge(
      String one, String other, double nats, boolean conduct, boolean stands, List<Common> ties) {}

  /** What two have in common, of one kind. */
  record Common(String kind, String words, double nats, boolean conduct) {}

  /**
   * A kind of tie.
   *
   * @param group {@code conduct}, {@code trait}, or {@code contact}, which says nothing alone
   * @param pairs how many have it
   */
  record Sort(String kind, String label, String group, int pairs) {}

  Drawn of(Asking.Answer answer) {
    List<Asking.Row> rows = answer.rows();
    List<Asking.Seed> seeds =
        answer.seeds().stream().limit(Math.max(0, Between.MOST - rows.size())).toList();
    List<AccountRef> accounts = seeds.stream().map(Asking.Seed::account).toList();
    Map<AccountRef, Person> told = people.find(journal.id(), accounts);
    Map<AccountRef, Standings.Left> left = standings.of(accounts);
    List<Node> nodes = new ArrayList<>();
    for (Asking.Seed seed : seeds) {
      AccountRef account = seed.account();
      Standings.Left how = left.getOrDefault(account, Standings.Left.UNKNOWN);
      nodes.add(node(seed, Asking.standing(told.get(account), how)));
    }
    rows.stream().map(Picture::node).forEach(nodes::add);
    List<Between> pairs =
        asking.searched(index -> index.between(nodes.stream().map(Node::account).toList()));
    List<Between> drawn = drawn(pairs);
    return new Drawn(
        nodes,
        drawn.stream().map(Picture::edge).toList(),
        kinds(drawn),
        answer.seeds().size() - seeds.size(),
        pairs.size() - drawn.size());
  }

  private static Node node(Asking.Seed seed, String standing) {
    return new Node(
        seed.name(),
        seed.handle(),
        "seed",
        seed.known(),
        null,
        standing,
        caseId(seed.past()),
        caseLink(seed.past()),
        List.of(),
        List.of());
  }

  private static Node node(Asking.Row row) {
    return new Node(
        row.name(),
        row.handle(),
        "candidate",
        true,
        row.percent(),
        row.standing(),
        caseId(row.past()),
        caseLink(row.past()),
        row.reasons().stream()
            .map(it -> new AlikeApi.AlikeReason(it.kind(), it.words(), it.conduct()))
            .toList(),
        row.against());
  }

  private static @Nullable Long caseId(@Nullable Past past) {
    return past == null ? null : past.newest().value();
  }

  private static @Nullable String caseLink(@Nullable Past past) {
    return past == null ? null : "/cases/" + past.newest();
  }

  private static List<Between> drawn(List<Between> pairs) {
    List<Between> order = new ArrayList<>(pairs);
    order.sort(
        Comparator.comparing((Between pair) -> !pair.bond().conduct())
            .thenComparingDouble(pair -> -pair.bond().nats()));
    List<Between> drawn = new ArrayList<>();
    Set<String> tied = new HashSet<>();
    for (Between pair : order) {
      boolean all = tied.contains(pair.one()) && tied.contains(pair.other());
      if (!all || drawn.size() < EDGES_MOST) {
        drawn.add(pair);
        tied.add(pair.one());
        tied.add(pair.other());
      }
    }
    return drawn;
  }

  private static Edge edge(Between pair) {
    return new Edge(
        pair.one(),
        pair.other(),
        rounded(pair.bond().nats()),
        pair.bond().conduct(),
        pair.bond().stands(),
        pair.bond().ties().stream().map(Picture::common).toList());
  }

  private static Common common(Tie tie) {
    return new Common(
        code(tie.kind()), Reasons.words(tie), rounded(tie.nats()), tie.kind().conduct());
  }

  private static double rounded(double nats) {
    return Math.round(nats * 10) / 10.0;
  }

  private static String code(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static List<Sort> kinds(List<Between> pairs) {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    pairs.forEach(
        pair -> pair.bond().ties().forEach(tie -> counts.merge(tie.kind(), 1, Integer::sum)));
    List<Sort> kinds = new ArrayList<>();
    counts.forEach(
        (kind, pairsOf) -> kinds.add(new Sort(code(kind), label(kind), group(kind), pairsOf)));
    kinds.sort(Comparator.comparing(Sort::group).thenComparingInt(sort -> -sort.pairs()));
    return kinds;
  }

  private static String group(Kind kind) {
    if (kind.conduct()) {
      return "conduct";
    }
    return kind.family() == Kind.Family.KNOWN ? "contact" : "trait";
  }

  private static String label(Kind kind) {
    return switch (kind) {
      case INVITE -> "Invites";
      case LINK -> "Links";
      case TEXT -> "The same texts";
      case MOMENT -> "The same text at once";
      case MEDIA -> "Pictures";
      case TOGETHER -> "Passed on at once";
      case BOOST -> "Passed on";
      case HASHTAG -> "Hashtags";
      case WORD -> "Words";
      case PHRASE -> "Phrases";
      case MENTION -> "Mentions";
      case FOLLOWS -> "Follow the same";
      case FOLLOWER -> "Followed by the same";
      case NAME -> "Names";
      case DISPLAY -> "Display names";
      case BIO -> "Descriptions";
      case AVATAR -> "Avatars";
    };
  }
}
