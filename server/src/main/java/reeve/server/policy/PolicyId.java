package reeve.server.policy;

import java.util.regex.Pattern;

/**
 * Names a policy through all its versions.
 *
 * @param value 1 to 40 of {@code [a-z0-9-]}, starting with a letter
 */
public record PolicyId(String value) {
  static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  public static final PolicyId VIOLENT_EXTREMISM = new PolicyId("violent-extremism");
  public static final PolicyId VIOLENT_THREATS = new PolicyId("violent-threats");
  public static final PolicyId SPAM = new PolicyId("spam");

  public PolicyId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a policy is 1 to 40 of a-z, 0-9 and '-', starting with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
