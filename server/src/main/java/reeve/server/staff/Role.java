package reeve.server.staff;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a member of staff may do. No ladder: who works orders of authorities stands beside whoever
 * leads the review, neither above the other; an administrator may do what both may.
 */
public enum Role {
  /** Looks at one thing only, named by {@link Member#guestOf}. */
  GUEST("Guest reviewer"),
  REVIEWER("Reviewer"),
  LEAD("Lead"),
  /** Works orders of authorities, holds and disclosures; decides cases as a reviewer does. */
  LEGAL("Legal"),
  LEAD_AND_LEGAL("Lead and legal"),
  ADMINISTRATOR("Administrator");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** As pages show it. */
  public String label() {
    return label;
  }

  /** Whether this role may do what {@code other} may. */
  public boolean includes(Role other) {
    return this == other
        || switch (this) {
          case GUEST -> false;
          case REVIEWER -> other == GUEST;
          case LEAD, LEGAL -> REVIEWER.includes(other);
          case LEAD_AND_LEGAL -> LEAD.includes(other) || LEGAL.includes(other);
          case ADMINISTRATOR -> true;
        };
  }

  /** All that may do what this one may, itself included. */
  Set<Role> withThoseAbove() {
    Set<Role> above = EnumSet.allOf(Role.class);
    above.removeIf(it -> !it.includes(this));
    return above;
  }
}
