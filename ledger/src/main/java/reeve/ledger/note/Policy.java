package reeve.ledger.note;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom to believe (C2SP {@code tlog-policy}): a checkpoint is good where one of the logs signed it
 * and the quorum of witnesses did.
 */
public record Policy(List<Log> logs, List<Witness> witnesses, Quorum quorum) {
  /** No witness is asked for. */
  public static final Policy ALONE = new Policy(List.of(), List.of(), new Quorum.None());

  public Policy {
    logs = List.copyOf(logs);
    witnesses = List.copyOf(witnesses);
  }

  /**
   * @param url where it is published; empty where that is not said
   */
  public record Log(VerifierKey key, String url) {}

  /**
   * @param name within the policy
   * @param url that takes {@code add-checkpoint}; empty where that is not said
   */
  public record Witness(String name, VerifierKey key, String url) {}

  /** How many of whom. */
  public sealed interface Quorum {
    boolean met(Set<String> signed);

    /** Nobody. */
    record None() implements Quorum {
      @Override
      public boolean met(Set<String> signed) {
        return true;
      }
    }

    /** One witness. */
    record One(String name) implements Quorum {
      @Override
      public boolean met(Set<String> signed) {
        return signed.contains(name);
      }
    }

    /** So many of these. */
    record Group(int least, List<Quorum> members) implements Quorum {
      public Group {
        members = List.copyOf(members);
      }

      @Override
      public boolean met(Set<String> signed) {
        return members.stream().filter(member -> member.met(signed)).count() >= least;
      }
    }
  }

  /**
   * @throws reeve.ledger.LedgerException {@code MALFORMED}, with the line
   */
  public static Policy of(String text) {
    return new PolicyReader().read(text);
  }

  /** The names of the witnesses that signed a note; none where one of their lines is forged. */
  public Set<String> signed(SignedNote note) {
    return witnesses.stream()
        .filter(witness -> witness.key().standing(note) == Standing.SIGNED)
        .map(Witness::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the quorum of witnesses signed a note. */
  public boolean witnessed(SignedNote note) {
    return quorum.met(signed(note));
  }

  /** Of a note's lines those of the witnesses. */
  public List<NoteSignature> theirs(SignedNote note) {
    List<NoteSignature> theirs = new ArrayList<>();
    for (NoteSignature each : note.signatures()) {
      if (witnesses.stream()
          .map(Witness::key)
          .anyMatch(key ->
              key.name().equals(each.name())
                  && key.id() == each.id()
                  && key.verifies(note.text(), each))) {
        theirs.add(each);
      }
    }
    return theirs;
  }
}
