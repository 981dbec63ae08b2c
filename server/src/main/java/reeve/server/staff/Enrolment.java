package reeve.server.staff;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Refused;
import reeve.server.staff.StaffRecords.What;

/** Turns a link into a member who can sign in: name, password, authenticator, recovery codes. */
@Component
final class Enrolment {
  private static final int LONGEST_NAME = 60;

  private final Links links;
  private final Members members;
  private final Passwords passwords;
  private final RecoveryCodes recoveryCodes;
  private final StaffRecords records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Enrolment(
      Links links,
      Members members,
      Passwords passwords,
      RecoveryCodes recoveryCodes,
      StaffRecords records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.links = links;
    this.members = members;
    this.passwords = passwords;
    this.recoveryCodes = recoveryCodes;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** What a person chose. */
  record Choice(String name, String password, String again, String code) {}

  /**
   * A member who can sign in from now on.
   *
   * @param recoveryCodes shown once
   */
  record Enrolled(Members.Row row, List<String> recoveryCodes) {}

  /**
   * Uses the link up.
   *
   * @param secret what the authenticator was shown, in Base32
   * @throws Refused when something does not fit; the link is then still good
   */
  Enrolled enrol(String token, String secret, Choice choice) {
    Links.Link link = links.find(token).orElseThrow(Links::spent);
    String name = name(choice.name());
    Passwords.requireGood(choice.password(), choice.again(), name);
    OptionalLong step = Totp.step(secret, choice.code(), clock.instant());
    if (step.isEmpty()) {
      throw new Refused(
          StaffProblem.BAD_INPUT,
          "The code did not fit. Take the one that the authenticator shows now, and check that this"
              + " device's clock is right.");
    }
    String encoded = passwords.encode(choice.password());
    try {
      return Objects.requireNonNull(
          transaction.execute(t -> {
            links.use(token);
            StaffId id = link.member();
            What what = id == null ? What.JOINED : What.SIGN_IN_SET;
            id = id == null ? members.add(name, link.role(), null) : id;
            members.setSignIn(id, name, encoded, secret, step.getAsLong());
            members.setMaker(id, links.maker(token).orElse(null));
            records.append(what, id, Map.of("name", name, "role", link.role().name()));
            List<String> codes = recoveryCodes.renew(id);
            return new Enrolled(members.find(id).orElseThrow(), codes);
          }));
    } catch (DuplicateKeyException e) {
      throw new Refused(
          StaffProblem.NAME_TAKEN, "Another member has this name. Choose a different one.");
    }
  }

  /** The name that a link's member has already. */
  @Nullable String nameOf(Links.Link link) {
    StaffId id = link.member();
    return id == null || link.role() == Role.GUEST
        ? null
        : members.find(id).map(row -> row.member().name()).orElse(null);
  }

  private static String name(String typed) {
    String name = typed.strip();
    if (name.isEmpty()
        || name.codePointCount(0, name.length()) > LONGEST_NAME
        || name.chars()
            .anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
      throw new Refused(
          StaffProblem.BAD_INPUT, "A name has 1 to " + LONGEST_NAME + " letters, digits or signs.");
    }
    return name;
  }
}
