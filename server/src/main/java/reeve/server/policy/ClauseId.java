package reeve.server.policy;

/**
 * Names a clause of a policy; written {@code violent-extremism/recruitment}.
 *
 * @param name 1 to 40 of {@code [a-z0-9-]}, starting with a letter; unique within the policy
 */
public record ClauseId(PolicyId policy, String name) {
  public ClauseId {
    if (!PolicyId.FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a clause is 1 to 40 of a-z, 0-9 and '-', starting with a letter");
    }
  }

  /**
   * Reads {@code policy/clause}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static ClauseId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("a clause is written policy/clause");
    }
    return new ClauseId(new PolicyId(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return policy + "/" + name;
  }
}
