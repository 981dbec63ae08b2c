package reeve.server.staff;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Subject;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Records who saw what: personal data and evidence are never looked at unseen. */
@Component
public final class Views {
  private static final Kind VIEWED = new Kind("staff.viewed", 1);

  private final Records records;
  private final TransactionTemplate transaction;

  Views(Records records, TransactionTemplate transaction) {
    this.records = records;
    this.transaction = transaction;
  }

  /**
   * Call before the answer leaves; joins the caller's transaction where there is one.
   *
   * @param what in one word or two, for example {@code case page} or {@code picture}
   * @param cause the record because of which they look, or null
   */
  public void saw(Member member, Subject subject, String what, @Nullable RecordId cause) {
    transaction.executeWithoutResult(t ->
        records.append(
            new Entry(
                VIEWED, subject, member.id().actor(), cause, Map.of(), Map.of("what", what))));
  }
}
