package reeve.rules.code;

import java.util.Arrays;
import reeve.rules.check.Outcome;
import reeve.rules.check.Reference;
import reeve.rules.check.Rule;
import reeve.rules.schema.Facts;

/**
 * Runs a program over events, one after the other: {@link #start}, then {@link #extract} and {@link
 * #evaluate}, which share what they find out. For one thread; several events may be under way at
 * once where each has an evaluator of its own.
 */
public final class Evaluator {
  private final Program program;
  private final Frame frame;
  private final Reference reference;
  private final long[] ran;

  Evaluator(Program program, Frame frame, Reference reference) {
    this.program = program;
    this.frame = frame;
    this.reference = reference;
    ran = new long[(program.rules().size() + 63) >> 6];
  }

  /** Begins with an event. Its facts MUST NOT change until the next one is begun. */
  public void start(Facts facts) {
    frame.start(facts);
  }

  /**
   * Says what the event gives the counters of its kind. Where a part of a key cannot be computed
   * the sink hears nothing, and the counter has no reading; where the filter does not hold, or it
   * or the value cannot be computed, the counter is only read.
   */
  public void extract(BumpSink sink) {
    Section section = program.section(frame.facts.kind());
    if (section != null) {
      frame.sink = sink;
      for (Unit unit : section.units) {
        unit.extract(frame);
      }
    }
  }

  /**
   * Says which rules of the event's kind hold. MUST be called at most once for each {@link #start}.
   */
  public void evaluate(Readings readings, Hits out) {
    out.clear();
    Section section = program.section(frame.facts.kind());
    if (section == null) {
      return;
    }
    frame.readings = readings;
    frame.out = out;
    for (Unit unit : section.units) {
      unit.always(frame);
    }
    for (Section.Guarded guarded : section.guarded) {
      guarded(guarded);
    }
    for (int rule : section.slow) {
      slow(rule);
    }
  }

  private void guarded(Section.Guarded guarded) {
    if (!frame.facts.has(guarded.slot)) {
      for (int rule : guarded.rules) {
        program.run(rule, frame);
      }
      return;
    }
    long[] hits = frame.hits(guarded.slot);
    long[] mask = guarded.mask;
    boolean first = true;
    for (int word = 0; word < mask.length; word++) {
      for (long left = hits[word] & mask[word]; left != 0; left &= left - 1) {
        if (first) {
          Arrays.fill(ran, 0);
          first = false;
        }
        int literal = (word << 6) + Long.numberOfTrailingZeros(left);
        for (int rule : guarded.byLiteral[literal]) {
          long bit = 1L << rule;
          if ((ran[rule >> 6] & bit) == 0) {
            ran[rule >> 6] |= bit;
            program.run(rule, frame);
          }
        }
      }
    }
  }

  private void slow(int number) {
    Rule rule = program.rules().get(number);
    switch (reference.evaluate(rule, frame.facts, frame.readings::get)) {
      case Outcome.Held held -> frame.ended(number, held.holds() ? Frame.HOLDS : Frame.FAILS);
      case Outcome.Failed _ -> frame.ended(number, Frame.ERROR);
    }
  }
}
