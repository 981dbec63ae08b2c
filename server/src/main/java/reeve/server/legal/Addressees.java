package reeve.server.legal;

import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;

/**
 * Who may be told unasked: a verified authority of the state that a person wrote, through a contact
 * that no message named; where no state is known, one of one's own state, or Europol. Never one of
 * a state that legal has excluded.
 */
@Component
final class Addressees {
  private final AuthorityRows authorities;
  private final ExcludedStates excluded;
  private final LegalSettings settings;

  Addressees(AuthorityRows authorities, ExcludedStates excluded, LegalSettings settings) {
    this.authorities = authorities;
    this.excluded = excluded;
    this.settings = settings;
  }

  /** One that may be told, and through which contacts. */
  record Addressee(UUID id, String name, String state, boolean europol, List<Contact> contacts) {}

  /** Empty where the operator said none. */
  String ownState() {
    return settings.ownState();
  }

  /** All that may be told of anything, by whatever state. */
  List<Addressee> all() {
    return authorities.all().stream()
        .filter(Authority::stands)
        .filter(it -> !isExcluded(it))
        .map(it ->
            new Addressee(
                it.id(), it.name(), it.state(), it.europol(), authorities.secondChannels(it)))
        .filter(it -> !it.contacts().isEmpty())
        .toList();
  }

  /**
   * The contact through which it is told, in the caller's transaction.
   *
   * @param state null where it is not known
   * @throws Refused where it may not be told, or not through this contact
   */
  Contact require(UUID id, Predicate<Contact> chosen, @Nullable String state) {
    Authority authority =
        authorities
            .lock(id)
            .filter(Authority::stands)
            .orElseThrow(() ->
                new Refused(
                    LegalProblem.NOT_VERIFIED,
                    "Only an authority that somebody verified is told. Tell another."));
    if (isExcluded(authority)) {
      throw new Refused(
          LegalProblem.NOT_TO_THEM,
          "Legal has excluded " + authority.state() + ": none of its authorities is told.");
    }
    requireState(authority, state);
    Contact contact =
        authority.contacts().stream()
            .filter(chosen)
            .findFirst()
            .orElseThrow(() -> Registry.bad("Choose one of the authority's contacts."));
    if (!authorities.isSecondChannel(contact)) {
      throw new Refused(
          LegalProblem.NO_SECOND_CHANNEL,
          "A message in the name of an authority named this contact. Choose one that none named.");
    }
    return contact;
  }

  private void requireState(Authority authority, @Nullable String state) {
    if (state == null) {
      if (!authority.europol() && !authority.state().equals(settings.ownState())) {
        throw new Refused(
            LegalProblem.NOT_TO_THEM,
            "Where the state is not known, one's own authorities are told"
                + (settings.ownState().isEmpty()
                    ? " (server.legal.own-state says none)"
                    : " (" + settings.ownState() + ")")
                + ", or Europol.");
      }
    } else if (authority.europol()) {
      throw new Refused(
          LegalProblem.NOT_TO_THEM,
          "Europol is told where the state is not known. You believe " + state + ": tell it.");
    } else if (!authority.state().equals(state)) {
      throw Registry.bad(
          "This authority is of " + authority.state() + ", and you believe " + state + ".");
    }
  }

  /** Europol is of no state. */
  private boolean isExcluded(Authority authority) {
    return !authority.europol() && excluded.contains(authority.state());
  }
}
