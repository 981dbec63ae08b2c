package reeve.server.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.ledger.log.Durable;
import reeve.server.bundle.BundleRecords.What;
import reeve.server.bundle.BundleRow.State;
import reeve.server.bundle.make.About;
import reeve.server.bundle.make.BundleJob;
import reeve.server.bundle.make.Made;
import reeve.server.bundle.make.MakeException;
import reeve.server.bundle.make.MakeProblem;
import reeve.server.bundle.make.Order;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.platform.Refused;
import reeve.server.platform.ServerSettings;
import reeve.server.record.RecordId;
import reeve.server.staff.Member;

/** Makes bundles, one at a time in each process; reading comes first, then a process of its own. */
@Component
final class Bundling implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Bundling.class);

  /** What is read is a good part of what is done. */
  private static final double READ = 0.1;

  private final BundleRows rows;
  private final BundleRecords records;
  private final Material material;
  private final Proofs proofs;
  private final Signing signing;
  private final Stamping stamping;
  private final Store store;
  private final Entitled entitled;
  private final BundleSettings settings;
  private final ServerSettings server;
  private final TransactionTemplate transaction;
  private final InstantSource clock;
  private @Nullable Running running;

  Bundling(
      BundleRows rows,
      BundleRecords records,
      Material material,
      Proofs proofs,
      Signing signing,
      Stamping stamping,
      Store store,
      Entitled entitled,
      BundleSettings settings,
      ServerSettings server,
      TransactionTemplate transaction,
      InstantSource clock) {
    this.rows = rows;
    this.records = records;
    this.material = material;
    this.proofs = proofs;
    this.signing = signing;
    this.stamping = stamping;
    this.store = store;
    this.entitled = entitled;
    this.settings = settings;
    this.server = server;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** One that is made here; its process comes once everything is read. */
  private static final class Running {
    private final UUID id;
    private final Thread thread;
    private @Nullable BundleJob job;
    private boolean cancelled;

    Running(UUID id, Thread thread) {
      this.id = id;
      this.thread = thread;
    }

    synchronized void cancel() {
      cancelled = true;
      if (job != null) {
        job.cancel();
      }
    }

    synchronized BundleJob start(Order order) throws MakeException {
      if (cancelled) {
        throw new MakeException(MakeProblem.CANCELLED, "It was cancelled.");
      }
      BundleJob started = BundleJob.start(order);
      job = started;
      return started;
    }
  }

  /**
   * What a bundle is to hold.
   *
   * @param decision the record of the one decision that it is to be of; null for the whole case
   * @param withPrivate see {@link Material.Wish}
   * @param withProofs see {@link Material.Wish}
   */
  record Choice(@Nullable RecordId decision, boolean withPrivate, boolean withProofs) {
    static final Choice ALL_THAT_IS_PUBLIC = new Choice(null, false, true);
  }

  /** Whether this process can make any. */
  boolean possible() {
    return store.kept() && signing.possible();
  }

  /**
   * Starts one.
   *
   * @param what of the case
   */
  synchronized UUID start(CaseId id, Choice what, Member by) {
    RecordId decision = what.decision();
    boolean withPrivate = what.withPrivate();
    Case of = entitled.open(id, by);
    if (!possible()) {
      throw new Refused(BundleProblem.ELSEWHERE, "This process makes no bundles.");
    }
    if (withPrivate && !entitled.mayTakePrivate(by)) {
      throw new Refused(
          BundleProblem.NOT_YOURS, "Private posts leave in a bundle of legal's alone.");
    }
    if (decision != null
        && material.rulings(of).stream().noneMatch(it -> it.record().equals(decision))) {
      throw new Refused(BundleProblem.NO_SUCH_DECISION, "The case has no such decision.");
    }
    if (running != null) {
      throw new Refused(
          BundleProblem.BUSY, "A bundle is being made. Wait for it, or cancel it first.");
    }
    BundleRow row = note(of, decision, withPrivate, by);
    Material.Wish wish = new Material.Wish(of, decision, withPrivate, what.withProofs(), row.at());
    Running[] self = new Running[1];
    Thread thread =
        Thread.ofVirtual()
            .name("bundle-" + row.id())
            .unstarted(() -> follow(row, wish, by.role().label(), self[0]));
    self[0] = new Running(row.id(), thread);
    running = self[0];
    thread.start();
    return row.id();
  }

  private BundleRow note(Case of, @Nullable RecordId decision, boolean withPrivate, Member by) {
    UUID id = UUID.randomUUID();
    Map<String, Object> told = new TreeMap<>();
    told.put("bundle", id.toString());
    told.put("case", of.id().value());
    told.put("private", withPrivate);
    if (decision != null) {
      told.put("decision", decision.toString());
    }
    return java.util.Objects.requireNonNull(
        transaction.execute(_ -> {
          RecordId record =
              records.append(What.STARTED, of.account(), by.id().actor(), of.opened(), told);
          BundleRow row =
              new BundleRow(
                  id,
                  store.id(),
                  of.id(),
                  of.account(),
                  of.handle(),
                  decision,
                  withPrivate,
                  by.id().value(),
                  clock.instant(),
                  record,
                  State.RUNNING,
                  0,
                  0,
                  0,
                  null,
                  0,
                  0,
                  false,
                  null,
                  null,
                  null);
          rows.add(row);
          return row;
        }));
  }

  private void follow(BundleRow row, Material.Wish wish, String role, Running self) {
    try {
      make(row, wish, role, self);
    } catch (MakeException e) {
      fail(
          row,
          e.problem() == MakeProblem.CANCELLED ? State.CANCELLED : State.FAILED,
          String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.error("a bundle could not be made", e);
      fail(row, State.FAILED, "It could not be made: " + e.getMessage());
    } finally {
      synchronized (this) {
        running = null;
      }
      discard(row.id());
    }
  }

  private void make(BundleRow row, Material.Wish wish, String role, Running self)
      throws IOException, MakeException {
    Path folder = store.work(row.id());
    Material.Read read = material.into(folder, wish);
    rows.read(row.id(), read.seals());
    if (wish.withProofs()) {
      proofs.into(folder, read.published());
    }
    rows.progress(row.id(), READ);
    Order order =
        new Order(
            folder,
            store.half(row.id()),
            row.name(),
            about(row, wish, role, read),
            (int) settings.memory().toMegabytes());
    Stamping.Stamped[] stamped = new Stamping.Stamped[1];
    Made made =
        self.start(order)
            .run(
                progress -> rows.progress(row.id(), READ + (1 - READ) * progress.share()),
                at -> stamped[0] = stamping.stamp(signing.sign(at), at));
    if (material.seals(wish.of()) != read.seals()) {
      throw new MakeException(
          MakeProblem.CONTENTS,
          "Posts were sealed while it was made, so it was thrown away. Make it again.");
    }
    keep(row, made, stamped[0]);
  }

  /** What is recorded as made is on the disk. */
  private void keep(BundleRow row, Made made, Stamping.Stamped stamped) throws IOException {
    Durable.flush(store.half(row.id()));
    Files.move(store.half(row.id()), store.file(row.id()), StandardCopyOption.ATOMIC_MOVE);
    Durable.flush(store.file(row.id()).resolveSibling(""));
    transaction.executeWithoutResult(_ -> {
      if (rows.done(row.id(), made, stamped.stamped(), stamped.words())) {
        records.append(
            What.MADE,
            row,
            null,
            Map.of(
                "sha256", made.sha256(),
                "bytes", made.bytes(),
                "items", made.items(),
                "pictures", made.pictures(),
                "peakMb", made.peakMb(),
                "stamped", stamped.stamped()));
      }
    });
  }

  private void fail(BundleRow row, State state, String words) {
    transaction.executeWithoutResult(_ -> {
      if (rows.ended(row.id(), State.RUNNING, state, words)) {
        records.append(What.FAILED, row, null, Map.of("state", state.word(), "words", words));
      }
    });
  }

  private About about(BundleRow row, Material.Wish wish, String role, Material.Read read) {
    Case of = wish.of();
    return new About(
        row.id().toString(),
        of.id().value(),
        of.account().platform().value(),
        of.account().nativeId(),
        of.handle(),
        of.origin().name().toLowerCase(java.util.Locale.ROOT),
        scope(wish),
        server.squareUrl(),
        row.at(),
        role,
        Version.here(),
        read.endedAt(),
        read.cut());
  }

  private static String scope(Material.Wish wish) {
    String posts =
        wish.withPrivate() ? "Public, private and direct posts" : "Public and unlisted posts";
    return wish.decision() == null
        ? posts + " of which copies are kept with the case, and the profile."
        : posts + " that one decision rests on, and the profile.";
  }

  /** Ends one that is made here. */
  synchronized void cancel(UUID id) {
    if (running == null || !running.id.equals(id)) {
      throw new Refused(
          BundleProblem.ELSEWHERE, "This bundle is not made here, or has ended already.");
    }
    running.cancel();
  }

  /** Whether it is made in this process. */
  synchronized boolean here(UUID id) {
    return running != null && running.id.equals(id);
  }

  /** The bundles of a case, newest first. */
  List<BundleRow> of(CaseId id, int most) {
    return rows.of(id, most);
  }

  /** Says of one that a stop of this process broke off that it failed. */
  void mend(BundleRow row) {
    if (row.runs() && store.keeps(row) && !here(row.id())) {
      fail(row, State.FAILED, "The server stopped while it was made. Make it again.");
      discard(row.id());
    }
  }

  /** Deletes what is there of those that are neither made here now nor done. */
  void sweep() throws IOException {
    for (UUID id : store.files()) {
      Optional<BundleRow> row = rows.find(id);
      if (!here(id) && row.filter(it -> it.done() || it.runs()).isEmpty()) {
        discard(id);
      }
    }
  }

  /** The bundle itself stays only where its row says that it is done. */
  private void discard(UUID id) {
    try {
      store.discard(id, rows.find(id).filter(BundleRow::done).isPresent());
    } catch (IOException | RuntimeException e) {
      LOG.warn("what a bundle was made of could not be deleted: {}", e.getMessage());
    }
  }

  /** Waits for the one under way; for tests and benchmarks. */
  void await(UUID id) throws InterruptedException {
    Thread thread;
    synchronized (this) {
      if (running == null || !running.id.equals(id)) {
        return;
      }
      thread = running.thread;
    }
    thread.join();
  }

  @Override
  public synchronized void destroy() {
    if (running != null) {
      running.cancel();
    }
  }
}
