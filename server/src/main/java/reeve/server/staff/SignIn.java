package reeve.server.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;
import reeve.server.staff.StaffRecords.What;

/** The two steps of signing in: name and password, then a code. */
@Component
final class SignIn {
  /** How long the second step may take. */
  static final Duration HALF_TIME = Duration.ofMinutes(5);

  private static final String HALF = "reeve.half-signed-in";

  private final Members members;
  private final Passwords passwords;
  private final RecoveryCodes recoveryCodes;
  private final Authenticators authenticators;
  private final Tries tries;
  private final StaffRecords records;
  private final CsrfTokenRepository csrfTokens;
  private final InstantSource clock;

  SignIn(
      Members members,
      Passwords passwords,
      RecoveryCodes recoveryCodes,
      Authenticators authenticators,
      Tries tries,
      StaffRecords records,
      CsrfTokenRepository csrfTokens,
      InstantSource clock) {
    this.members = members;
    this.passwords = passwords;
    this.recoveryCodes = recoveryCodes;
    this.authenticators = authenticators;
    this.tries = tries;
    this.records = records;
    this.csrfTokens = csrfTokens;
    this.clock = clock;
  }

  /** A right password that still waits for its code. */
  private record Half(UUID member, int epoch, Instant at) implements Serializable {}

  /**
   * The first step.
   *
   * @throws Refused when it was wrong, in the same words and time for a name that nobody has
   */
  void password(String name, String password, HttpServletRequest request) {
    requireSafeLine(request);
    Tries.Try it = tries.begin(name, request.getRemoteAddr());
    Members.Row row = members.named(name.strip()).filter(Members.Row::active).orElse(null);
    boolean fits = passwords.fits(password, row == null ? null : row.password());
    if (row == null || !fits || row.totpSecret() == null) {
      throw wrong();
    }
    tries.halfRight(it);
    var half = new Half(row.member().id().value(), row.epoch(), clock.instant());
    request.getSession(true);
    request.changeSessionId();
    request.getSession().setAttribute(HALF, half);
  }

  /** Whether the first step was done, not long ago. */
  boolean isHalf(HttpServletRequest request) {
    return half(request) != null;
  }

  /**
   * The second step.
   *
   * @param code six digits of the authenticator, or a recovery code
   * @throws Refused when it was wrong or too late
   */
  Member code(String code, HttpServletRequest request, HttpServletResponse response) {
    Half half = half(request);
    if (half == null) {
      throw new Refused(
          StaffProblem.WRONG_SIGN_IN,
          "The code came more than five minutes after the password. Begin again.");
    }
    Members.Row row =
        members
            .find(new StaffId(half.member()))
            .filter(found -> found.active() && found.epoch() == half.epoch())
            .orElseThrow(SignIn::wrong);
    Tries.Try it = tries.begin(row.member().name(), request.getRemoteAddr());
    boolean byRecovery = !isTotp(row, code);
    if (byRecovery && !recoveryCodes.use(row.member().id(), code)) {
      throw wrong();
    }
    tries.right(it);
    begin(row, request, response, byRecovery ? "recovery code" : "code");
    return row.member();
  }

  /** Begins a member's session, with an id and a CSRF token that nobody knew, and records it. */
  void begin(
      Members.Row row, HttpServletRequest request, HttpServletResponse response, String how) {
    new SignedIn(row.member().id().value(), row.epoch(), clock.instant()).begin(request);
    new CsrfAuthenticationStrategy(csrfTokens)
        .onAuthentication(Principal.of(row.member()), request, response);
    records.append(
        What.SIGNED_IN, row.member().id(), Map.of("how", how, "address", request.getRemoteAddr()));
  }

  /** Whether this is a code of now that was not taken before; from now on it was. */
  boolean isTotp(Members.Row row, String code) {
    StaffId id = row.member().id();
    String secret = authenticators.open(id, row.totpSecret()).orElse(null);
    if (secret == null) {
      return false;
    }
    OptionalLong step = Totp.step(secret, code, clock.instant());
    return step.isPresent() && members.takeStep(id, step.getAsLong());
  }

  static void requireSafeLine(HttpServletRequest request) {
    if (TrustedProxy.isOverAnOpenLine(request)) {
      throw new Refused(
          StaffProblem.NOT_OVER_TLS,
          "What you type here could be read on its way. Reach the desk from the machine itself, or"
              + " put a proxy with TLS in front of it and name the proxy with --trusted-proxy.");
    }
  }

  private @Nullable Half half(HttpServletRequest request) {
    var session = request.getSession(false);
    return session != null
            && session.getAttribute(HALF) instanceof Half half
            && clock.instant().isBefore(half.at().plus(HALF_TIME))
        ? half
        : null;
  }

  private static Refused wrong() {
    return new Refused(
        StaffProblem.WRONG_SIGN_IN,
        "That did not fit. Check the name, the password and the code, and try again.");
  }
}
