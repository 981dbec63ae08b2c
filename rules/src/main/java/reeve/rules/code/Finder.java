package reeve.rules.code;

import reeve.rules.schema.Facts;

/**
 * Looks for a program's literals in a field, all of them in one pass. Where several threads have
 * evaluators, it MUST be safe for them at once.
 */
@FunctionalInterface
public interface Finder {
  /**
   * Finds. Called at most once for an event and field, only where the event has the field, and only
   * when a rule needs it.
   *
   * @param slot index of a searched field
   * @param hits all zero; MUST get bit {@code id % 64} of word {@code id / 64} set for each literal
   *     that stands in the field, and no bit for one that does not. Literals that no rule wants in
   *     this field may be set or not
   */
  void find(Facts facts, int slot, long[] hits);
}
