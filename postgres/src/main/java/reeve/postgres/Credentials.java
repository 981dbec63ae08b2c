package reeve.postgres;

/** A role and its password; the password shows in no log. */
public record Credentials(String user, String password) {
  @Override
  public String toString() {
    return user + ":***";
  }
}
