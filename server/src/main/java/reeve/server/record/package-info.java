/**
 * What happened, appended once, never changed.
 *
 * <p><b>Appending.</b> {@link reeve.server.record.Records#append} writes in the caller's
 * transaction, and refuses without one: a record and what it records stand or fall together. Many
 * entries go in one statement. An {@link reeve.server.record.Entry} names its {@link
 * reeve.server.record.Kind} ({@code slice.what-happened} and the version of its shape), the subject
 * as (platform, native id), the {@link reeve.server.record.Actor}, and the record that it follows
 * from.
 *
 * <p><b>Two halves.</b> The public half holds what a published figure needs and no personal data;
 * the private half holds the rest. Each is a map that is written as canonical JSON after RFC 8785
 * and kept as these very bytes ({@code bytea}; {@code jsonb} would not give the same bytes back).
 * Strings, booleans, null, integers within ±2^53−1, lists and maps may stand in it; a time is an
 * ISO 8601 string; a lone surrogate is refused. Each half has a random salt of 16 bytes of its own.
 *
 * <p><b>The commitment</b> ({@link reeve.server.record.Commitment}) is made of two digests, so that
 * the public half can be opened to somebody ({@link reeve.server.record.Openings}) and be proved
 * while the rest stays closed. Beside the private half the second holds the columns too: whoever
 * changes anything breaks the proof. Without the salt a digest tells nothing, not even to one who
 * guesses the bytes.
 *
 * <p><b>The ledger.</b> Once committed, each commitment becomes an entry of a log that is published
 * ({@link reeve.server.record.Ledger}), in the order of reading. What is appended takes no lock
 * that others wait for and knows no index.
 *
 * <p><b>What can change.</b> The server's database role may insert and select, and may empty the
 * bytes and the salts ({@link reeve.server.record.Records#erase}): the law asks for erasure, and
 * personal data stands nowhere else. It may not change or delete a row. After an erasure the
 * commitment still stands, so that old proofs hold.
 *
 * <p><b>Order.</b> Ids are version 7 UUIDs (RFC 9562). The order of reading is (transaction id,
 * number), and only below the oldest transaction that is still open: a number drawn early may
 * commit late, so an ascending number alone would skip it. It holds across clusters: where the
 * database is restored into another one, numbers go on above those that stand.
 *
 * <p>The kinds and what their public halves hold stand in {@code docs/records.md}.
 */
@NullMarked
package reeve.server.record;

import org.jspecify.annotations.NullMarked;
