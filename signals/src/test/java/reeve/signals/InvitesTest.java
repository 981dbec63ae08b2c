package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InvitesTest {
  @ParameterizedTest
  @CsvSource({
    "t.me/CrimsonDawn, t.me/crimsondawn",
    "https://T.ME/CrimsonDawn/17?single#x, t.me/crimsondawn",
    "https://telegram.me/s/crimsondawn/, t.me/crimsondawn",
    "https://crimsondawn.t.me, t.me/crimsondawn",
    "https://t.me/joinchat/AbC_1-d, t.me/+AbC_1-d",
    "https://telegram.dog/+AbC_1-d, t.me/+AbC_1-d",
    "https://t.me/c/12345/6, t.me/c/12345",
    "https://chat.whatsapp.com/AbC?mode=x, chat.whatsapp.com/AbC",
    "https://chat.whatsapp.com/invite/AbC, chat.whatsapp.com/AbC",
    "https://www.whatsapp.com/channel/0029Aa, whatsapp.com/channel/0029Aa",
    "wa.me/15550100, wa.me/15550100",
    "https://signal.group/#CjQKIAbc, signal.group/#CjQKIAbc",
    "https://signal.me/#p/+15550100, signal.me/#p/+15550100",
    "https://discord.gg/AbC, discord.gg/AbC",
    "https://discord.com/invite/AbC/, discord.gg/AbC",
    "https://discordapp.com/invite/AbC, discord.gg/AbC",
    "https://threema.id/ABCD1234, threema.id/ABCD1234",
    "https://server.surespot.me/autoinvite/dawn/x, server.surespot.me/autoinvite/dawn/x",
    "https://matrix.to/#/#dawn:square.example, matrix.to/#/#dawn:square.example",
    "https://line.me/R/ti/g/AbC, line.me/R/ti/g/AbC",
  })
  void linksToOnePlaceInAMessengerAreOneInvite(String link, String invite) {
    assertThat(new TextSignals("come to " + link + " tonight").invites()).containsExactly(invite);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.me",
        "https://t.me/",
        "https://t.me/share/url?url=x",
        "https://t.me/joinchat",
        "https://t.me/+",
        "https://discord.com/channels/1/2",
        "https://discord.gg",
        "https://signal.group/",
        "https://signal.group/#",
        "https://www.whatsapp.com/legal",
        "https://line.me/en",
        "https://not.t.me.example/dawn",
        "https://news.example/t.me/dawn",
      })
  void otherLinksAreNone(String link) {
    assertThat(new TextSignals(link).invites()).isEmpty();
    assertThat(new TextSignals(link).links()).hasSize(1);
  }

  @Test
  void oneInviteWrittenTwiceIsOne() {
    assertThat(
            new TextSignals("t.me/CrimsonDawn https://telegram.me/crimsondawn wa.me/1").invites())
        .isEqualTo(List.of("t.me/crimsondawn", "wa.me/1"));
  }
}
