package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HandoffTest {
  private static final String HEX = "05" + "0a1b2c3d".repeat(8);
  private static final String TOX = "0A1B".repeat(19);

  @ParameterizedTest
  @CsvSource({
    "https://t.me/CrimsonDawn/5, TELEGRAM, NAME, crimsondawn, LINK",
    "t[.]me/CrimsonDawn, TELEGRAM, NAME, crimsondawn, LINK",
    "https://t.me/s/CrimsonDawn, TELEGRAM, CHANNEL, crimsondawn, LINK",
    "https://t.me/joinchat/AbC_1, TELEGRAM, INVITE, AbC_1, LINK",
    "https://t.me/+AbC_1, TELEGRAM, INVITE, AbC_1, LINK",
    "https://t.me/+15550100123, TELEGRAM, USER, +15550100123, LINK",
    "tg://resolve?domain=CrimsonDawn, TELEGRAM, NAME, crimsondawn, SCHEME",
    "tg://join?invite=AbC_1, TELEGRAM, INVITE, AbC_1, SCHEME",
    "Telegram: @CrimsonDawn, TELEGRAM, NAME, crimsondawn, NAMED",
    "telegram crimson_dawn is, -, -, -, -",
    "my telegram is @crimson_dawn, TELEGRAM, NAME, crimson_dawn, NAMED",
    "https://wa.me/15550100123, WHATSAPP, USER, +15550100123, LINK",
    "https://api.whatsapp.com/send?phone=15550100123&text=x, WHATSAPP, USER, +15550100123, LINK",
    "https://chat.whatsapp.com/AbC, WHATSAPP, INVITE, AbC, LINK",
    "https://whatsapp.com/channel/0029, WHATSAPP, CHANNEL, 0029, LINK",
    "whatsapp://send?phone=+15550100123, WHATSAPP, USER, +15550100123, SCHEME",
    "WhatsApp: +1 555 010-0123, WHATSAPP, USER, +15550100123, NAMED",
    "https://signal.group/#CjQKIAbc, SIGNAL, INVITE, CjQKIAbc, LINK",
    "https://signal.me/#p/+15550100123, SIGNAL, USER, +15550100123, LINK",
    "https://signal.me/#eu/AbC, SIGNAL, USER, eu/AbC, LINK",
    "sgnl://signal.group/#CjQKIAbc, SIGNAL, INVITE, CjQKIAbc, SCHEME",
    "find me on signal: dawn.42, SIGNAL, USER, dawn.42, NAMED",
    "threema ID ABCD1234, THREEMA, USER, ABCD1234, NAMED",
    "Threema: ABCDEFGH, THREEMA, USER, ABCDEFGH, NAMED",
    "https://threema.id/abcd1234, THREEMA, USER, ABCD1234, LINK",
    "threema://add?id=ABCD1234, THREEMA, USER, ABCD1234, SCHEME",
    "surespot: crimsondawn, SURESPOT, USER, crimsondawn, NAMED",
    "surespot user: dawn_2 or so, SURESPOT, USER, dawn_2, NAMED",
    "https://server.surespot.me/autoinvite/dawn/x, SURESPOT, USER, dawn, LINK",
    "surespot://autoinvite/dawn/x, SURESPOT, USER, dawn, SCHEME",
    "wire @crimsondawn, WIRE, USER, crimsondawn, NAMED",
    "wickr me: dawn77, WICKR, USER, dawn77, NAMED",
    "kik - @dawn, KIK, USER, dawn, NAMED",
    "@dawn:dawn-square.org, MATRIX, USER, @dawn:dawn-square.org, FORM",
    "#Dawn:dawn-square.org, MATRIX, GROUP, #dawn:dawn-square.org, FORM",
    "matrix:r/dawn:square.example, MATRIX, GROUP, #dawn:square.example, SCHEME",
    "matrix:u/dawn:square.example, MATRIX, USER, @dawn:square.example, SCHEME",
    "https://matrix.to/#/#dawn:square.example, MATRIX, GROUP, #dawn:square.example, LINK",
    "https://matrix.to/#/@dawn:square.example?via=x, MATRIX, USER, @dawn:square.example, LINK",
    "simplex:/contact#/?v=1&smp=x, SIMPLEX, USER, v=1&smp=x, SCHEME",
    "simplex:/invitation#/?v=1&smp=x, SIMPLEX, INVITE, v=1&smp=x, SCHEME",
    "https://simplex.chat/contact#/?v=1&smp=x, SIMPLEX, USER, v=1&smp=x, LINK",
    "https://smp9.simplex.im/g#AbC, SIMPLEX, GROUP, AbC, LINK",
    "briar://aaaabbbbccccdddd, BRIAR, USER, aaaabbbbccccdddd, SCHEME",
    "xmpp:dawn@square.example?join, XMPP, GROUP, dawn@square.example, SCHEME",
    "discord.gg/AbC, DISCORD, INVITE, AbC, LINK",
    "https://snapchat.com/add/Dawn?x, SNAPCHAT, USER, dawn, LINK",
  })
  void waysIntoMessengersAreRecognised(
      String written, String messenger, String kind, String id, String basis) {
    String text = "come, " + written + (written.endsWith("is") ? " here" : "\nsoon");
    List<Handoff> found = Handoff.in(text);
    if (messenger.equals("-")) {
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found).hasSize(1);
    Handoff one = found.getFirst();
    assertThat(one.messenger()).hasToString(messenger);
    assertThat(one.kind()).hasToString(kind);
    assertThat(one.id()).isEqualTo(id);
    assertThat(one.basis()).hasToString(basis);
    assertThat(written).contains(one.span().of(text));
  }

  @Test
  void idsOfNothingElseAreRecognisedBare() {
    assertThat(Handoff.in("me: " + HEX + "."))
        .containsExactly(
            new Handoff(
                Messenger.SESSION, Handoff.Kind.USER, HEX, new Span(4, 70), Handoff.Basis.FORM));
    assertThat(Handoff.in("x" + HEX)).isEmpty();
    assertThat(Handoff.in(HEX + "0")).isEmpty();
    assertThat(Handoff.in("tox id: " + TOX))
        .extracting(Handoff::messenger)
        .containsExactly(Messenger.TOX);
    assertThat(Handoff.in("session " + HEX)).hasSize(1);
  }

  @Test
  void aSessionCommunityIsAGroup() {
    String link = "http://dawn.example/night?public_key=" + HEX.substring(2);
    assertThat(Handoff.in(link)).extracting(Handoff::kind).containsExactly(Handoff.Kind.GROUP);
  }

  @Test
  void oneWayWrittenTwiceIsOne() {
    assertThat(Handoff.in("t.me/CrimsonDawn tg://resolve?domain=crimsondawn t.me/other"))
        .extracting(Handoff::id)
        .containsExactly("crimsondawn", "other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a strong signal: the polls",
        "the signal is 42.0 today",
        "Telegram: Russia bans it",
        "telegram app @ home",
        "the wire: all of it",
        "session: noon",
        "training session at 10.30",
        "Surespot: encrypted messenger for all",
        "I like surespot and wickr",
        "threema is SAFE here",
        "threema ID 20231231",
        "whatsapp: 12",
        "kik off at nine",
        "snap: that was quick thinking",
        "@anna: see.this now",
        "ratio 5:1, a#b:c.com",
        "mailto:anna@square.example",
        "matrix: reloaded",
        "tg: hello",
        "simplex: algorithm",
        "@anna:then we went",
      })
  void harmlessTextLeadsIntoNoMessenger(String text) {
    assertThat(Handoff.in(text)).isEmpty();
  }
}
