package reeve.server.bundle;

import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.StaffId;

/**
 * What the page of bundles does, without the page: a benchmark's way to the slice. It stands in the
 * slice's package since nobody else may call it.
 */
public final class Bundled {
  private final Bundling bundling;
  private final BundleRows rows;
  private final Records records;
  private final Member lead =
      new Member(new StaffId(UUID.randomUUID()), "lead", Role.LEAD, null, null);

  public Bundled(ConfigurableApplicationContext server) {
    bundling = server.getBean(Bundling.class);
    rows = server.getBean(BundleRows.class);
    records = server.getBean(Records.class);
  }

  /** A bundle that is whole. */
  public record Whole(int items, int pictures, long bytes, long peakMb) {}

  /** Makes one and waits for it. */
  public Whole make(CaseId of, AccountRef account) throws InterruptedException {
    UUID id = bundling.start(of, Bundling.Choice.ALL_THAT_IS_PUBLIC, lead);
    bundling.await(id);
    BundleRow row = rows.find(id).orElseThrow();
    if (!row.done()) {
      throw new IllegalStateException(row.words());
    }
    var half = records.about(account, 1).getFirst().privateHalf();
    long peak = half != null && half.get("peakMb") instanceof Long mb ? mb : 0;
    return new Whole(row.items(), row.pictures(), row.bytes(), peak);
  }
}
