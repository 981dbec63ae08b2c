package reeve.server.legal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.legal.Disclosure.Emergency;
import reeve.server.platform.PlatformId;

/**
 * The form by which an order to disclose, or an emergency request, is entered; times in UTC.
 *
 * @param message the form or mail that it is taken in from; null of a paper
 */
record AskForm(
    @Nullable UUID message,
    @Nullable UUID authority,
    @Nullable Instrument instrument,
    @Nullable Boolean urgent,
    @Nullable String reference,
    @Nullable String ground,
    @Nullable String issued,
    @Nullable String received,
    @Nullable String due,
    @Nullable String platform,
    @Nullable String accounts,
    @Nullable List<Data> data,
    @Nullable String from,
    @Nullable String until,
    @Nullable String contact,
    Silence.@Nullable Why silence,
    @Nullable String silenceReason,
    @Nullable String silenceUntil,
    @Nullable String danger,
    @Nullable String averts,
    @Nullable String officer) {

  /** An empty one. */
  static AskForm blank() {
    return of(null, new OrderText.Lines(Map.of()), "", "", List.of());
  }

  /**
   * As a message fills it in, for a person to check: besides what it says in fields of its own, the
   * lines {@code Paper}, {@code Urgent}, {@code Account} and {@code Data} (as often as there are
   * any), {@code From}, {@code Until}, {@code Due}, {@code Issued}, {@code Danger}, {@code Averts}
   * and {@code Officer} of its text.
   */
  static AskForm of(Message message) {
    Message.Said said = message.said();
    OrderText.Lines lines = OrderText.Lines.of(said.text());
    return of(message.id(), lines, said.reference(), said.ground(), said.accounts());
  }

  private static AskForm of(
      @Nullable UUID message,
      OrderText.Lines lines,
      String reference,
      String ground,
      List<String> accounts) {
    return new AskForm(
        message,
        null,
        Instrument.find(word(lines.first("paper"))).orElse(null),
        lines.first("urgent").equalsIgnoreCase("yes"),
        reference,
        ground,
        lines.first("issued"),
        "",
        lines.first("due"),
        PlatformId.SQUARE.value(),
        String.join("\n", accounts),
        lines.all("data").stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .flatMap(code -> Data.find(word(code)).stream())
            .distinct()
            .toList(),
        lines.first("from"),
        lines.first("until"),
        "",
        null,
        "",
        "",
        lines.first("danger"),
        lines.first("averts"),
        lines.first("officer"));
  }

  /** As codes are written. */
  private static String word(String said) {
    return said.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]+", "-");
  }

  /** Whether that is asked for. */
  public boolean asksFor(Data kind) {
    return data != null && data.contains(kind);
  }

  TakingIn.Written written() {
    if (authority == null) {
      throw Registry.bad("Choose the authority; enter it first where it is new.");
    }
    if (instrument == null) {
      throw Registry.bad("Choose by which kind of paper it asks.");
    }
    return new TakingIn.Written(
        authority,
        instrument,
        Boolean.TRUE.equals(urgent),
        text(reference),
        text(ground),
        AuthorityPages.time(text(issued)),
        AuthorityPages.time(text(received)),
        AuthorityPages.time(text(due)),
        Receiving.platform(platform == null ? "square" : platform),
        text(accounts).lines().toList(),
        data(data),
        AuthorityPages.time(text(from)),
        AuthorityPages.time(text(until)),
        text(contact),
        silence(silence, text(silenceReason), text(silenceUntil)),
        instrument.emergency() ? new Emergency(text(danger), text(averts), text(officer)) : null);
  }

  static @Nullable Silence silence(Silence.@Nullable Why why, String reason, String until) {
    if (why == null) {
      if (!until.isBlank() || !reason.isBlank()) {
        throw Registry.bad("Say why the holder is not told, or leave reason and end empty.");
      }
      return null;
    }
    if (until.isBlank()) {
      throw Registry.bad("Say until when the holder is not told: silence always ends.");
    }
    return new Silence(why, reason, AuthorityPages.utc(until));
  }

  static Set<Data> data(@Nullable List<Data> chosen) {
    Set<Data> data = EnumSet.noneOf(Data.class);
    if (chosen != null) {
      data.addAll(chosen);
    }
    return data;
  }

  private static String text(@Nullable String typed) {
    return typed == null ? "" : typed;
  }
}
