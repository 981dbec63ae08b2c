package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.decisions.PlainText;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/** The registry of authorities. Each change is a record, and all but a verification undo it. */
@Component
class Registry {
  static final Kind ADDED = new Kind("legal.authority-added", 2);
  static final Kind CHANGED = new Kind("legal.authority-changed", 2);
  static final Kind CONTACT = new Kind("legal.contact-added", 1);
  static final Kind VERIFIED = new Kind("legal.authority-verified", 1);
  static final Kind ENDED = new Kind("legal.authority-ended", 1);

  /** Characters that tell how an authority was verified, at least. */
  static final int HOW_LEAST = 20;

  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  static final int TEXT_MOST = 2_000;

  private final AuthorityRows rows;
  private final Records records;
  private final SecondPerson second;
  private final InstantSource clock;

  Registry(AuthorityRows rows, Records records, SecondPerson second, InstantSource clock) {
    this.rows = rows;
    this.records = records;
    this.second = second;
    this.clock = clock;
  }

  /**
   * What is written of an authority.
   *
   * @param certificate PEM, empty where none is known
   * @param europol whether it is Europol, which is told where no state is known
   */
  record Written(
      String name,
      String state,
      Set<Demand> may,
      String certificate,
      @Nullable Instant noticedAt,
      boolean europol) {
    /** An authority of a state. */
    Written(
        String name,
        String state,
        Set<Demand> may,
        String certificate,
        @Nullable Instant noticedAt) {
      this(name, state, may, certificate, noticedAt, false);
    }
  }

  @Transactional
  UUID add(Written written, Member by) {
    Authority authority =
        new Authority(
            UUID.randomUUID(),
            name(written.name()),
            state(written.state()),
            written.europol(),
            written.may(),
            certificate(written),
            written.noticedAt(),
            actor(by),
            clock.instant(),
            Set.of(),
            null,
            null,
            List.of());
    rows.add(authority);
    happened(ADDED, by, authority.id(), told(authority), "Entered: " + words(authority));
    return authority.id();
  }

  @Transactional
  void change(UUID id, Written written, Member by) {
    standing(id);
    rows.change(
        id,
        name(written.name()),
        state(written.state()),
        written.europol(),
        written.may(),
        written.noticedAt());
    rows.certify(id, certificate(written));
    rows.unverify(id, actor(by));
    Authority changed = rows.find(id).orElseThrow();
    happened(CHANGED, by, id, told(changed), "Changed: " + words(changed));
  }

  /** Adds a contact. One that came in a message is kept, and is never a second channel. */
  @Transactional
  void addContact(UUID id, String value, String source, boolean fromMessage, Member by) {
    standing(id);
    Contact contact =
        new Contact(
            UUID.randomUUID(),
            text(value, 300, "Write the contact: a number or an address, 300 characters at most."),
            text(source, 300, "Say where the contact was found, in 300 characters at most."),
            fromMessage,
            actor(by),
            clock.instant());
    if (Contact.key(contact.value()).isEmpty()) {
      throw bad("A contact has letters or digits.");
    }
    rows.add(id, contact);
    rows.unverify(id, actor(by));
    happened(
        CONTACT,
        by,
        id,
        Map.of("value", contact.value(), "source", contact.source(), "fromMessage", fromMessage),
        "Contact added: " + contact.value() + (fromMessage ? ", named in a message." : "."));
  }

  /**
   * The same by somebody who looked at it.
   *
   * @param seen what they saw: {@link Authority#seen}
   * @throws Refused likewise, and where it was changed since
   */
  @Transactional
  void verify(UUID id, String seen, UUID contactId, String how, Member by) {
    if (!standing(id).seen().equals(seen)) {
      throw new Refused(
          LegalProblem.MOVED,
          "Somebody changed this authority after you opened the page. Look at it again, and verify"
              + " what stands there now.");
    }
    verify(id, contactId, how, by);
  }

  /**
   * Says that somebody reached the authority through a contact that no message named, and that it
   * is what it says.
   *
   * @throws Refused where the contact came from a message, or where the member had a hand in the
   *     entry and another could verify it
   */
  @Transactional
  void verify(UUID id, UUID contactId, String how, Member by) {
    Authority authority = standing(id);
    Contact contact =
        authority.contacts().stream()
            .filter(it -> it.id().equals(contactId))
            .findFirst()
            .orElseThrow(() -> bad("Choose one of the authority's contacts."));
    String told = PlainText.of(how);
    if (PlainText.length(told) < HOW_LEAST || PlainText.length(told) > TEXT_MOST) {
      throw bad(
          "Say what you asked and what was answered, in " + HOW_LEAST + " characters or more.");
    }
    if (!rows.isSecondChannel(contact)) {
      throw new Refused(
          LegalProblem.NO_SECOND_CHANNEL,
          "A message that claims to be theirs named this contact. Look one up elsewhere, add it with"
              + " where you found it, and reach them there.");
    }
    boolean other = second.verifies(authority.hands(contact), by);
    var verified = new Authority.Verified(actor(by), clock.instant(), contact.value(), told, other);
    rows.verify(id, verified);
    happened(
        VERIFIED,
        by,
        id,
        Map.of("contact", contact.value(), "how", told, "secondPerson", other),
        "Verified through " + contact.value() + (other ? "." : "; no second person."));
  }

  /** Takes it out of the registry; what it ordered stays. */
  @Transactional
  void end(UUID id, String why, Member by) {
    standing(id);
    String told = text(why, TEXT_MOST, "Say why it leaves the registry.");
    rows.end(id, clock.instant());
    happened(ENDED, by, id, Map.of("why", told), "Left the registry: " + told);
  }

  private Authority standing(UUID id) {
    Authority authority = rows.lock(id).orElseThrow(Registry::none);
    if (authority.endedAt() != null) {
      throw new Refused(LegalProblem.ENDED, "This authority left the registry. Enter it anew.");
    }
    return authority;
  }

  static Refused none() {
    return new Refused(LegalProblem.NO_SUCH_AUTHORITY, "There is no authority at this address.");
  }

  /** Refuses whoever one of these accounts is. */
  static void requireOther(Member member, Collection<AccountRef> accounts) {
    if (member.isPartOf(accounts)) {
      throw new Refused(
          LegalProblem.YOUR_OWN, "This is about your own account. Somebody else works on it.");
    }
  }

  static Actor.Staff actor(Member member) {
    return new Actor.Staff(member.id().value());
  }

  private static Authority.@Nullable Certificate certificate(Written written) {
    String pem = written.certificate().strip();
    return pem.isEmpty() ? null : Certificates.read(pem);
  }

  private static String name(String typed) {
    return text(typed, 200, "Write the authority's name in 1 to 200 characters.");
  }

  static String state(String typed) {
    String state = typed.strip().toUpperCase(Locale.ROOT);
    if (!isState(state)) {
      throw bad("The state is its code of two letters after ISO 3166, for example DE or GR.");
    }
    return state;
  }

  /** A code of ISO 3166-1 alpha-2, in capitals. */
  static boolean isState(String code) {
    return Set.of(Locale.getISOCountries()).contains(code);
  }

  static String text(String typed, int most, String otherwise) {
    String text = PlainText.of(typed);
    if (text.isEmpty() || PlainText.length(text) > most) {
      throw bad(otherwise);
    }
    return text;
  }

  /**
   * A time that came from outside, as it is kept: in microseconds.
   *
   * @throws Refused where no paper of today can mean it
   */
  static @Nullable Instant moment(@Nullable Instant given) {
    if (given == null) {
      return null;
    }
    if (given.isBefore(EARLIEST) || given.isAfter(LATEST)) {
      throw bad("A time lies between the years 1970 and 2200.");
    }
    return given.truncatedTo(ChronoUnit.MICROS);
  }

  /** The same; {@code otherwise} where none was given. */
  static Instant moment(@Nullable Instant given, Instant otherwise) {
    Instant moment = moment(given);
    return moment == null ? otherwise : moment;
  }

  static Refused bad(String detail) {
    return new Refused(LegalProblem.BAD_INPUT, detail);
  }

  private static Map<String, Object> told(Authority authority) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", authority.name());
    told.put("state", authority.state());
    told.put("europol", authority.europol());
    told.put("may", authority.may().stream().sorted().map(Demand::code).toList());
    Authority.Certificate certificate = authority.certificate();
    told.put("certificate", certificate == null ? null : certificate.sha256());
    Instant noticed = authority.noticedAt();
    told.put("noticedAt", noticed == null ? null : noticed.toString());
    return told;
  }

  private static String words(Authority authority) {
    return authority.name()
        + " ("
        + authority.state()
        + (authority.europol() ? ", Europol" : "")
        + "), may "
        + (authority.may().isEmpty()
            ? "order nothing"
            : authority.may().stream()
                .sorted()
                .map(Demand::words)
                .collect(Collectors.joining(", ")))
        + (authority.certificate() == null ? "" : ", with a certificate")
        + (authority.noticedAt() == null
            ? "."
            : ", notice ahead at " + authority.noticedAt() + ".");
  }

  private void happened(Kind kind, Member by, UUID authority, Map<String, ?> told, String words) {
    rows.log(authority, actor(by), words, clock.instant());
    records.append(entry(kind, by, authority, told));
  }

  private static Entry entry(Kind kind, Member by, UUID authority, Map<String, ?> told) {
    Map<String, Object> closed = new LinkedHashMap<>(told);
    closed.put("authority", authority.toString());
    return new Entry(kind, null, by.id().actor(), null, Map.of(), closed);
  }
}
