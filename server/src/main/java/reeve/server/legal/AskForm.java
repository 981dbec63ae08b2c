package reeve.server.legal;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.legal.Disclosure.Emergency;

/** The form by which an order to disclose, or an emergency request, is entered; times in UTC. */
record AskForm(
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
      if (!until.isBlank()) {
        throw Registry.bad("Say why the holder is not told, or leave the end of silence empty.");
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
