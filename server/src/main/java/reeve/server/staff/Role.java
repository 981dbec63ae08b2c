package reeve.server.staff;

/** What a member of staff may do; each role may do what those before it may. */
public enum Role {
  /** Looks at one thing only, named by {@link Member#guestOf}. */
  GUEST("Guest reviewer"),
  REVIEWER("Reviewer"),
  LEAD("Lead"),
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
    return compareTo(other) >= 0;
  }
}
