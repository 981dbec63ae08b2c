package reeve.server.bundle;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.bundle.Custody.Ruled;
import reeve.server.bundle.make.Item;
import reeve.server.bundle.make.Picture;
import reeve.server.bundle.make.Spool;
import reeve.server.cases.Case;
import reeve.server.cases.Exhibits;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;
import reeve.server.platform.ServerSettings;
import reeve.server.record.RecordId;
import reeve.server.record.RecordTrail;

/** Reads what goes into a bundle into a folder, all of it as it stood at one moment. */
@Component
final class Material {
  private final Exhibits exhibits;
  private final Custody custody;
  private final RecordTrail trail;
  private final BundleSettings settings;
  private final Words words;
  private final TransactionTemplate moment;

  Material(
      Exhibits exhibits,
      Custody custody,
      RecordTrail trail,
      BundleSettings settings,
      ServerSettings server,
      PlatformTransactionManager transactions) {
    this.exhibits = exhibits;
    this.custody = custody;
    this.trail = trail;
    this.settings = settings;
    this.words = new Words(server.squareUrl());
    this.moment = new TransactionTemplate(transactions);
    moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    moment.setReadOnly(true);
  }

  /**
   * What is wanted.
   *
   * @param decision the record of the decision whose posts alone are wanted; null for all
   * @param withPrivate whether private and direct posts are, too
   * @param withProofs whether the proofs of the ledger are, which tell how an account was found
   */
  record Wish(
      Case of, @Nullable RecordId decision, boolean withPrivate, boolean withProofs, Instant at) {}

  /**
   * What was read.
   *
   * @param endedAt when the copies had ended; null while they are kept
   * @param cut what a limit left out; null where nothing was
   * @param seals on the account at that moment
   * @param published records of the account of which something is published
   */
  record Read(
      @Nullable Instant endedAt, @Nullable String cut, long seals, List<Proofs.Wanted> published) {}

  /** Reads everything into an empty folder. */
  Read into(Path folder, Wish wish) {
    Read read =
        moment.execute(_ -> {
          try {
            return gather(folder, wish);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return java.util.Objects.requireNonNull(read);
  }

  /** The decisions on a case, to choose one. */
  List<Ruled> rulings(Case of) {
    return java.util.Objects.requireNonNull(
        moment.execute(_ -> custody.rulings(of.account(), of.id().value())));
  }

  /** How often posts of the account were sealed. */
  long seals(Case of) {
    return trail.count(of.account(), "cases.sealed");
  }

  private Read gather(Path folder, Wish wish) throws IOException {
    Set<String> posts = wish.decision() == null ? Set.of() : posts(wish);
    Copying copying;
    try (Writer to = lines(folder, Spool.ITEMS)) {
      copying = new Copying(wish, posts, to);
      exhibits.handOut(wish.of().id(), copying);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    boolean whole = pictures(folder, wish.of(), copying.pictures);
    List<Proofs.Wanted> published;
    try (Writer to = lines(folder, Spool.CUSTODY)) {
      published = custody.tell(wish.of().account(), step -> line(to, step));
    }
    List<String> cut = new ArrayList<>();
    if (copying.cut) {
      cut.add("Only the first %,d copies are in it.".formatted(settings.itemsMost()));
    }
    if (!whole) {
      cut.add("Pictures beyond %s are left out.".formatted(settings.picturesMost()));
    }
    return new Read(
        exhibits.endedAt(wish.of().id()).orElse(null),
        cut.isEmpty() ? null : String.join(" ", cut),
        seals(wish.of()),
        published);
  }

  private Set<String> posts(Wish wish) {
    return custody.rulings(wish.of().account(), wish.of().id().value()).stream()
        .filter(it -> it.record().equals(wish.decision()))
        .findFirst()
        .map(it -> Set.copyOf(it.posts()))
        .orElse(Set.of());
  }

  private static Writer lines(Path folder, String name) throws IOException {
    return new BufferedWriter(Files.newBufferedWriter(folder.resolve(name)), 1 << 16);
  }

  private static void line(Writer to, Object value) {
    try {
      to.write(Spool.JSON.writeValueAsString(value));
      to.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False where some did not fit. */
  private boolean pictures(Path folder, Case of, Set<String> wanted) throws IOException {
    Path kept = Files.createDirectories(folder.resolve("pictures"));
    long room = settings.picturesMost().toBytes();
    boolean whole = true;
    try (Writer to = lines(folder, Spool.PICTURES)) {
      for (String sha256 : wanted) {
        Exhibits.Copy copy =
            exhibits.picture(of.account(), sha256).orElse(new Exhibits.Copy("missing", "", 0));
        Picture.State state = state(copy);
        if (state == Picture.State.KEPT && copy.bytes() > room) {
          state = Picture.State.NOT_COPIED;
          whole = false;
        }
        if (state == Picture.State.KEPT) {
          room -= copy.bytes();
          try (OutputStream file = Files.newOutputStream(kept.resolve(sha256))) {
            exhibits.write(of.account(), sha256, file);
          }
        }
        line(to, new Picture(sha256, state, copy.type(), copy.bytes()));
      }
    }
    return whole;
  }

  private static Picture.State state(Exhibits.Copy copy) {
    return switch (copy.state()) {
      case "kept" -> Picture.State.KEPT;
      case "sealed" -> Picture.State.SEALED;
      case "too large", "too many" -> Picture.State.NOT_COPIED;
      default -> Picture.State.MISSING;
    };
  }

  /** Writes each version of a post and of the profile once, as first copied. */
  private final class Copying implements Exhibits.Taker {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Wish wish;
    private final Set<String> only;
    private final Writer to;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> pictures = new LinkedHashSet<>();
    private boolean cut;

    Copying(Wish wish, Set<String> only, Writer to) {
      this.wish = wish;
      this.only = only;
      this.to = to;
    }

    /** Counts of followers and posts change by themselves: they make no version. */
    @Override
    public void profile(Profile profile, Instant copiedAt) {
      Map<String, @Nullable Object> said = Words.of(profile);
      Map<String, @Nullable Object> lasting = new java.util.HashMap<>(said);
      lasting.keySet().removeAll(Set.of("followers", "following", "posts"));
      if (fresh("profile " + lasting)) {
        List<String> shown = profile.avatar() == null ? List.of() : List.of(profile.avatar());
        Instant before = before(copiedAt);
        write(
            new Item(
                "profile",
                profile.account().nativeId(),
                words.url(profile.account(), profile.handle()),
                limited(before),
                before.minus(HOUR),
                limited(before),
                null,
                false,
                said,
                shown));
      }
    }

    @Override
    public void post(Post post, Instant copiedAt, @Nullable Instant deletedAt, boolean sealed) {
      String id = post.post().nativeId();
      if (!mayHave(post) || !(wish.decision() == null || only.contains(id))) {
        return;
      }
      Map<String, @Nullable Object> said = sealed ? Map.of() : Words.of(post);
      if (fresh("post " + id + said)) {
        Instant before = before(copiedAt);
        write(
            new Item(
                "post",
                id,
                words.url(post.post(), wish.of().handle()),
                post.at(),
                before.minus(HOUR),
                limited(before),
                deletedAt,
                sealed,
                said,
                sealed ? List.of() : post.media().stream().map(Post.Media::sha256).toList()));
      }
    }

    private boolean mayHave(Post post) {
      return switch (post.visibility()) {
        case PUBLIC, UNLISTED -> true;
        case PRIVATE, DIRECT -> wish.withPrivate();
      };
    }

    /** The end of the hour: the very minute of a copy could tell who was watching. */
    private static Instant before(Instant at) {
      return at.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
    }

    private Instant limited(Instant before) {
      Instant made = wish.at().truncatedTo(ChronoUnit.SECONDS);
      return before.isAfter(made) ? made : before;
    }

    /** Whether it was not copied before and there is room for it. */
    private boolean fresh(String version) {
      String digest = Digest.of(version);
      boolean room = seen.size() < settings.itemsMost();
      cut |= !room && !seen.contains(digest);
      return room && seen.add(digest);
    }

    private void write(Item item) {
      pictures.addAll(item.pictures());
      line(to, item);
    }
  }
}
