package reeve.server.cases;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reeve.server.platform.Event;
import reeve.server.platform.Event.AccountCreated;
import reeve.server.platform.Event.AccountUpdated;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Event.PostDeleted;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.Profile;

/**
 * Enters a batch kind by kind, each as a set: captures before the reports that they belong to,
 * deletions last.
 */
@Component
final class CaseDocket implements Docket {
  private final Captures captures;
  private final Filing filing;

  CaseDocket(Captures captures, Filing filing) {
    this.captures = captures;
    this.filing = filing;
  }

  @Override
  public void enter(List<Event> events) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("events are entered in the transaction of their cursor");
    }
    List<Captured> captured = new ArrayList<>();
    List<Profile> profiles = new ArrayList<>();
    List<ReportFiled> reports = new ArrayList<>();
    List<PostDeleted> deletions = new ArrayList<>();
    for (Event event : events) {
      switch (event) {
        case Captured capture -> captured.add(capture);
        case AccountCreated created -> profiles.add(created.profile());
        case AccountUpdated updated -> profiles.add(updated.profile());
        case ReportFiled report -> reports.add(report);
        case PostDeleted deleted -> deletions.add(deleted);
        case Event.PostCreated _,
            Event.Boosted _,
            Event.Followed _,
            Event.AppealFiled _,
            Event.AuthorityWrote _,
            Event.HoldEnded _,
            Event.Unreadable _ -> {}
      }
    }
    captures.keep(captured);
    captures.follow(profiles);
    filing.file(reports);
    captures.delete(deletions);
  }
}
