package reeve.server.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reeve.server.intake.Receiver;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Profile;

/** Takes sign-ups in, in the transaction of intake. */
@Component
final class SignUps implements Receiver {
  private final Waiting waiting;

  SignUps(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  public void receive(List<Event> events) {
    // The last word on each account counts: empty for one that does not wait.
    Map<AccountRef, Optional<Applicant>> last = new LinkedHashMap<>();
    for (Event event : events) {
      switch (event) {
        case Event.AccountCreated created -> {
          if (created.profile().state() == Profile.State.PENDING) {
            last.put(created.profile().account(), Optional.of(applicant(created.profile())));
          }
        }
        case Event.AccountUpdated updated ->
            last.put(
                updated.profile().account(),
                updated.profile().state() == Profile.State.PENDING
                    ? Optional.of(applicant(updated.profile()))
                    : Optional.empty());
        // Nothing else tells of a sign-up.
        default -> {}
      }
    }
    waiting.put(last.values().stream().flatMap(Optional::stream).toList());
    waiting.drop(
        last.entrySet().stream()
            .filter(entry -> entry.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList());
  }

  private static Applicant applicant(Profile profile) {
    String reason = profile.signUpReason();
    return new Applicant(
        profile.account(),
        storable(profile.handle()),
        storable(profile.displayName()),
        storable(profile.bio()),
        storable(reason == null ? "" : reason),
        profile.origin(),
        profile.createdAt());
  }

  /** Without what neither PostgreSQL nor a record can hold: null characters, half characters. */
  static String storable(String text) {
    return text.codePoints()
        .map(c -> c == 0 || (c >= 0xd800 && c <= 0xdfff) ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
