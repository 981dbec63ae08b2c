package reeve.rules.engine;

import org.jspecify.annotations.Nullable;
import reeve.rules.code.Evaluator;
import reeve.rules.code.Hits;
import reeve.rules.code.Readings;
import reeve.rules.schema.Facts;

/** One event on its way through the engine. Used again for others. */
final class Flight {
  final Evaluator evaluator;
  final Readings readings;
  final Hits hits;

  /** The first of its rows of each shard, and the row behind the last. */
  final int[] from;

  final int[] to;

  Facts facts;
  long at;

  /** Whether it has a time and a kind; others are passed over. */
  boolean known;

  /** Whether any rule held or ended in an error. */
  boolean hit;

  @Nullable Throwable failure;

  Flight(Evaluator evaluator, Readings readings, Hits hits, int shards, Facts facts) {
    this.evaluator = evaluator;
    this.readings = readings;
    this.hits = hits;
    this.facts = facts;
    from = new int[shards];
    to = new int[shards];
  }
}
