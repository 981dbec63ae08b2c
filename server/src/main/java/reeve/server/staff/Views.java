package reeve.server.staff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    transaction.executeWithoutResult(t -> records.append(entry(member, subject, what, cause)));
  }

  /** The same for all that one page shows. */
  public void saw(Member member, Collection<? extends Subject> subjects, String what) {
    List<Entry> entries = new ArrayList<>();
    subjects.forEach(subject -> entries.add(entry(member, subject, what, null)));
    transaction.executeWithoutResult(t -> records.append(entries));
  }

  private static Entry entry(
      Member member, Subject subject, String what, @Nullable RecordId cause) {
    return new Entry(VIEWED, subject, member.id().actor(), cause, Map.of(), Map.of("what", what));
  }
}
