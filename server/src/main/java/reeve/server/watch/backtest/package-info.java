/**
 * Runs rule sets over the archive of the event log, beside intake: in a short-lived process with
 * memory of its own, whose death fails the job and nothing else. Nothing here needs Spring or a
 * database. What it says and its limits stand in {@code docs/rules.md}.
 */
@NullMarked
package reeve.server.watch.backtest;

import org.jspecify.annotations.NullMarked;
