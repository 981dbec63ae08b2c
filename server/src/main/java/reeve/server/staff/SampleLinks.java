package reeve.server.staff;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.ServerSettings;
import reeve.server.record.Actor;

/**
 * Links that sign somebody in to a sample without a password. They work where {@code server.sample}
 * is set, and nowhere else.
 */
@Component
public final class SampleLinks {
  private static final Duration LENGTH = Duration.ofDays(7);

  private final Links links;
  private final Members members;
  private final ServerSettings settings;
  private final TransactionTemplate transaction;

  SampleLinks(
      Links links, Members members, ServerSettings settings, TransactionTemplate transaction) {
    this.links = links;
    this.members = members;
    this.settings = settings;
    this.transaction = transaction;
  }

  /**
   * Makes a link's path; the member is made with the first link to that name.
   *
   * @throws IllegalStateException where this is no sample
   */
  public String make(String name, Role role) {
    return transaction.execute(t -> {
      StaffId id = id(name, role);
      return links.make(new Links.Link(Links.Purpose.SAMPLE, role, id), null, LENGTH);
    });
  }

  /**
   * The member of that name, made at the first call.
   *
   * @throws IllegalStateException where this is no sample
   */
  public Actor.Staff member(String name, Role role) {
    return transaction.execute(t -> new Actor.Staff(id(name, role).value()));
  }

  private StaffId id(String name, Role role) {
    if (!settings.sample()) {
      throw new IllegalStateException("sample links are for samples");
    }
    return members
        .named(name)
        .map(row -> row.member().id())
        .orElseGet(() -> members.add(name, role, null));
  }
}
