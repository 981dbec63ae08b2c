package reeve.ledger.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import reeve.ledger.Exchange;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Cosigners;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.NoteSignature;
import reeve.ledger.note.Policy;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.Standing;
import reeve.ledger.tree.Consistency;

/** Asks the witnesses of a policy over HTTP, all at the same time. */
public final class Witnesses implements Cosigners {
  /** For each request; at most two go to a witness. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int LARGEST_ANSWER = 64 * 1024;

  private final Policy policy;
  private final Duration patience;
  private final HttpClient client;

  /** What each is thought to have signed last; it says itself where that is wrong. */
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();

  /**
   * @param policy whose witnesses have URLs
   * @throws LedgerException {@code MALFORMED}: one has none
   */
  public Witnesses(Policy policy) {
    this(policy, PATIENCE);
  }

  Witnesses(Policy policy, Duration patience) {
    this.policy = policy;
    this.patience = patience;
    this.client = HttpClient.newBuilder().connectTimeout(patience).build();
    for (Policy.Witness witness : policy.witnesses()) {
      if (!witness.url().matches("https?://.+")) {
        throw new LedgerException(
            LedgerProblem.MALFORMED,
            "The policy gives no URL for the witness " + witness.name() + ".");
      }
    }
  }

  @Override
  public boolean any() {
    return !policy.witnesses().isEmpty();
  }

  @Override
  public Set<String> signed(SignedNote note) {
    return policy.signed(note);
  }

  /** What one witness came to. */
  private sealed interface Outcome {
    record Signed(List<NoteSignature> lines) implements Outcome {}

    record Refused(String words) implements Outcome {}

    record Ahead(long size) implements Outcome {}

    record Contested() implements Outcome {}
  }

  @Override
  public Cosigned ask(SignedNote note, Checkpoint checkpoint, LongFunction<Consistency> proof) {
    List<NoteSignature> lines = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    Map<Policy.Witness, Outcome> outcomes = all(note, checkpoint, locked(proof));
    for (Policy.Witness witness : policy.witnesses()) {
      switch (outcomes.getOrDefault(witness, new Outcome.Refused("it was not asked"))) {
        case Outcome.Signed signed -> lines.addAll(signed.lines());
        case Outcome.Refused refused -> refusals.add(new Refusal(witness.name(), refused.words()));
        case Outcome.Ahead ahead -> {
          return new Cosigned.Ahead(witness.name(), ahead.size());
        }
        case Outcome.Contested _ -> {
          return new Cosigned.Contested(witness.name());
        }
      }
    }
    SignedNote cosigned = note.with(lines);
    return policy.witnessed(cosigned)
        ? new Cosigned.Enough(lines, policy.signed(cosigned))
        : new Cosigned.TooFew(refusals);
  }

  /** Proofs are made by one thread at a time. */
  private static LongFunction<Consistency> locked(LongFunction<Consistency> proof) {
    var lock = new Object();
    return from -> {
      synchronized (lock) {
        return proof.apply(from);
      }
    };
  }

  private Map<Policy.Witness, Outcome> all(
      SignedNote note, Checkpoint checkpoint, LongFunction<Consistency> proof) {
    Map<Policy.Witness, Outcome> outcomes = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> asking = new ArrayList<>();
      for (Policy.Witness witness : policy.witnesses()) {
        asking.add(
            threads.submit(() -> outcomes.put(witness, one(witness, note, checkpoint, proof))));
      }
      for (Future<?> each : asking) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LedgerException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException(LedgerProblem.UNAVAILABLE, "Interrupted.", e);
    }
    return outcomes;
  }

  private Outcome one(
      Policy.Witness witness,
      SignedNote note,
      Checkpoint checkpoint,
      LongFunction<Consistency> proof) {
    long old = Math.min(sizes.getOrDefault(witness.name(), 0L), checkpoint.size());
    try {
      HttpResponse<byte[]> answer = post(witness, note, proof.apply(old));
      if (answer.statusCode() == 409) {
        OptionalLong size = size(answer);
        if (size.isEmpty() || size.getAsLong() == old) {
          return outcome(witness, note, checkpoint, old, answer);
        }
        if (size.getAsLong() > checkpoint.size()) {
          return new Outcome.Ahead(size.getAsLong());
        }
        old = size.getAsLong();
        answer = post(witness, note, proof.apply(old));
      }
      return outcome(witness, note, checkpoint, old, answer);
    } catch (IOException e) {
      return new Outcome.Refused("it cannot be reached: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Refused("interrupted");
    }
  }

  private Outcome outcome(
      Policy.Witness witness,
      SignedNote note,
      Checkpoint checkpoint,
      long old,
      HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 200 -> {
        sizes.put(witness.name(), checkpoint.size());
        yield signed(witness, note, answer.body());
      }
      // It cosigned another root at this size, or what it signed is no part of this tree.
      case 409 ->
          old == checkpoint.size() && size(answer).equals(OptionalLong.of(old))
              ? new Outcome.Contested()
              : new Outcome.Refused("it answered 409 and no size that helps");
      case 422 -> old > 0 ? new Outcome.Contested() : new Outcome.Refused("it takes no proof");
      default -> new Outcome.Refused("it answered " + answer.statusCode());
    };
  }

  private static Outcome signed(Policy.Witness witness, SignedNote note, byte[] lines) {
    try {
      String text = note.text() + "\n" + new String(lines, StandardCharsets.UTF_8);
      SignedNote theirs = SignedNote.of(text.getBytes(StandardCharsets.UTF_8));
      if (witness.key().standing(theirs) == Standing.SIGNED) {
        return new Outcome.Signed(
            new Policy(List.of(), List.of(witness), Policy.ALONE.quorum()).theirs(theirs));
      }
    } catch (LedgerException e) {
      return new Outcome.Refused("its answer is no signature: " + e.getMessage());
    }
    return new Outcome.Refused("it did not sign with its key");
  }

  /** The size in a 409. */
  private static OptionalLong size(HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
    return text.matches("0|[1-9][0-9]{0,17}")
        ? OptionalLong.of(Checkpoint.size(text))
        : OptionalLong.empty();
  }

  private HttpResponse<byte[]> post(Policy.Witness witness, SignedNote note, Consistency proof)
      throws IOException, InterruptedException {
    String prefix = witness.url().endsWith("/") ? witness.url() : witness.url() + "/";
    return Exchange.within(
        patience,
        client,
        HttpRequest.newBuilder(URI.create(prefix + "add-checkpoint"))
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    new Submission(proof.from(), proof.path(), note).bytes()))
            .build(),
        HttpResponse.BodyHandlers.limiting(
            HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER));
  }
}
