package reeve.signals.likeness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** One query over the index as it is now. */
final class Search {
  /** So many accounts are compared with each other where reasons are asked for. */
  static final int POOL = 300;

  /** And where an order alone is. */
  static final int WIDE_POOL = 1_000;

  /** So many of the suspended are looked at for each account. */
  private static final int NEAR_SUSPENDED = 20;

  private final IndexReader reader;
  private final Rarity rarity;

  Search(IndexReader reader, Rarity rarity) {
    this.reader = reader;
    this.rarity = rarity;
  }

  List<Alike> find(Query query) throws IOException {
    List<Profile> seeds = profiles(query.seeds());
    if (seeds.isEmpty()) {
      return List.of();
    }
    int among = among(seeds);
    Set<String> known = new HashSet<>(query.seeds());
    known.addAll(query.cleared());
    int[] documents =
        new Retrieval(
                reader, rarity, query.gated() ? Retrieval.Budget.QUICK : Retrieval.Budget.WIDE)
            .best(
                members(seeds, among),
                among,
                null,
                (query.gated() ? POOL : WIDE_POOL) + known.size());
    BytesRef[] bytes = Documents.profiles(reader, documents);
    List<Member> pool = new ArrayList<>(bytes.length);
    for (BytesRef each : bytes) {
      pool.add(Member.of(Vector.read(each), rarity, among));
    }
    float[] scores = new Ranking(pool).walk(from(pool, query));
    List<Integer> order = new ArrayList<>(pool.size());
    for (int i = 0; i < pool.size(); i++) {
      if (!known.contains(pool.get(i).vector.account)) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparingDouble(i -> -scores[i]));
    if (!query.gated()) {
      return order.stream().limit(query.limit()).map(i -> ranked(pool.get(i), scores[i])).toList();
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int i : order) {
      candidates.add(new Candidate(pool.get(i).vector, bytes[i], scores[i]));
    }
    return new Rings(seeds, profiles(query.cleared()), candidates, rarity, among)
        .found(query.limit());
  }

  /** An account of the pool, and its place in the order; most are never read as a whole. */
  static final class Candidate {
    final Vector vector;
    final float score;
    private final BytesRef bytes;
    private @Nullable Profile profile;

    private Candidate(Vector vector, BytesRef bytes, float score) {
      this.vector = vector;
      this.bytes = bytes;
      this.score = score;
    }

    Profile profile() {
      Profile read = profile;
      if (read == null) {
        read = ProfileBytes.read(bytes);
        profile = read;
      }
      return read;
    }
  }

  private static Alike ranked(Member member, float score) {
    Vector vector = member.vector;
    return new Alike(vector.account, vector.handle, score, 1, true, Bond.NONE, List.of());
  }

  /**
   * Which of the suspended an account is like: it shares two unrelated kinds of things with one,
   * one of them conduct, or, where it does with none alone, with those together that it shares
   * anything with; then the one of them that it is most like stands for all.
   */
  List<Alike> suspended(Profile account, int limit) throws IOException {
    int among = rarity.among(account.language());
    int[] documents =
        new Retrieval(reader, rarity, Retrieval.Budget.QUICK)
            .best(members(List.of(account), among), among, Standing.SUSPENDED, NEAR_SUSPENDED);
    List<Near> near = new ArrayList<>();
    for (BytesRef bytes : Documents.profiles(reader, documents)) {
      Profile other = ProfileBytes.read(bytes);
      Bond bond = new Ties(List.of(other), List.of(), rarity, among).with(account);
      if (!other.account.equals(account.account) && !bond.ties().isEmpty()) {
        near.add(new Near(other, bond));
      }
    }
    near.sort(Comparator.comparingDouble(one -> -one.bond().nats()));
    List<Alike> found = new ArrayList<>();
    for (Near one : near) {
      if (one.bond().stands()) {
        found.add(like(one.profile(), one.bond(), 1));
      }
    }
    if (found.isEmpty() && near.size() > 1) {
      List<Profile> group = near.stream().map(Near::profile).toList();
      Bond bond = new Ties(group, List.of(), rarity, among).with(account);
      if (bond.stands()) {
        found.add(like(group.getFirst(), bond, group.size()));
      }
    }
    found.sort(Comparator.comparingInt(one -> -one.percent()));
    return found.subList(0, Math.min(limit, found.size()));
  }

  /** A suspended account that shares something. */
  private record Near(Profile profile, Bond bond) {}

  private static Alike like(Profile other, Bond bond, int group) {
    List<String> against =
        group == 1
            ? List.of()
            : List.of(
                "It is like %d suspended accounts together, and not like one of them alone."
                    .formatted(group));
    int percent = Sureness.percent(bond, group);
    return new Alike(other.account, other.handle, 0, percent, group == 1, bond, against);
  }

  /** Rarity is measured among those who write the rarest of the seeds' languages. */
  private int among(List<Profile> seeds) {
    return seeds.stream().mapToInt(seed -> rarity.among(seed.language())).min().orElseThrow();
  }

  private List<Profile> profiles(List<String> accounts) throws IOException {
    List<Profile> found = new ArrayList<>(accounts.size());
    for (String account : accounts) {
      BytesRef bytes = Documents.profile(reader, account);
      if (bytes != null) {
        found.add(ProfileBytes.read(bytes));
      }
    }
    return found;
  }

  private List<Member> members(List<Profile> profiles, int among) {
    return profiles.stream()
        .map(profile ->
            Member.of(Vector.read(ProfileBytes.write(profile, profile.features())), rarity, among))
        .toList();
  }

  private static float[] from(List<Member> pool, Query query) {
    Set<String> seeds = new HashSet<>(query.seeds());
    Set<String> cleared = new HashSet<>(query.cleared());
    float[] from = new float[pool.size()];
    for (int i = 0; i < from.length; i++) {
      String account = pool.get(i).vector.account;
      from[i] = seeds.contains(account) ? 1f / seeds.size() : 0;
      from[i] -= cleared.contains(account) ? 0.5f / cleared.size() : 0;
    }
    return from;
  }
}
