package reeve.server.staff;

import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way in for the first administrator: a link that is good once, for one hour. Whoever starts
 * the server prints it to the terminal, and MUST NOT log it.
 */
@Component
public final class FirstLink {
  /** How long it is good. */
  public static final Duration LENGTH = Duration.ofHours(1);

  private final Links links;
  private final Members members;
  private final TransactionTemplate transaction;

  FirstLink(Links links, Members members, TransactionTemplate transaction) {
    this.links = links;
    this.members = members;
    this.transaction = transaction;
  }

  /**
   * Makes the link's path, for example {@code /link/...}; any made before is worth nothing. Empty
   * when there is an administrator, whose links serve all others.
   */
  public Optional<String> make() {
    return transaction.execute(t -> {
      if (members.administrators() > 0) {
        return Optional.empty();
      }
      links.end(Links.Purpose.FIRST);
      var link = new Links.Link(Links.Purpose.FIRST, Role.ADMINISTRATOR, null);
      return Optional.of(links.make(link, null, LENGTH));
    });
  }
}
