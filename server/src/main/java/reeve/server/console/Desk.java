package reeve.server.console;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/**
 * What the frame needs to know; stands as {@code desk} beside every page's model.
 *
 * @param member who is signed in, or null
 * @param path of the page, to mark it in the navigation
 */
record Desk(@Nullable Member member, String path, boolean sample, String square) {
  /** A place of the navigation. */
  enum Place {
    QUEUE("/queue", "Queue", Role.REVIEWER),
    CLUSTERS("/clusters", "Clusters", Role.REVIEWER),
    APPEALS("/appeals", "Appeals", Role.GUEST),
    SIGN_UPS("/sign-ups", "Sign-ups", Role.REVIEWER),
    RULES("/rules", "Rules", Role.REVIEWER),
    BANKS("/banks", "Banks", Role.REVIEWER),
    LEAD("/lead", "For leads", Role.LEAD),
    LEGAL("/legal", "Legal", Role.LEGAL),
    ORDERS("/orders", "Orders", Role.LEAD),
    DELIVERIES("/deliveries", "Deliveries", Role.LEAD, Role.LEGAL),
    RECORDS("/records", "Records", Role.LEAD),
    LEDGER("/ledger", "Ledger", Role.LEAD),
    LOOK_UPS("/look-ups", "Look-ups", Role.LEAD),
    STAFF("/staff", "Staff", Role.ADMINISTRATOR);

    private final String url;
    private final String label;
    private final Role role;
    private final Role orElse;

    Place(String url, String label, Role role) {
      this(url, label, role, role);
    }

    /**
     * @param orElse is enough, too
     */
    Place(String url, String label, Role role, Role orElse) {
      this.url = url;
      this.label = label;
      this.role = role;
      this.orElse = orElse;
    }

    public String url() {
      return url;
    }

    public String label() {
      return label;
    }
  }

  /** Where the member may go. */
  public List<Place> places() {
    return member == null
        ? List.of()
        : Arrays.stream(Place.values())
            .filter(place -> member.is(place.role) || member.is(place.orElse))
            .toList();
  }

  public boolean leads() {
    return member != null && member.is(Role.LEAD);
  }

  /** Whether they work orders of authorities. */
  public boolean isLegal() {
    return member != null && member.is(Role.LEGAL);
  }

  /** Whether the page lies at or below a place. */
  public boolean at(Place place) {
    return path.equals(place.url) || path.startsWith(place.url + "/");
  }
}
