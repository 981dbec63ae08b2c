package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkBankTest {
  private static final LinkBank.Read READ =
      LinkBank.read(
          List.of(
              "# a list",
              "dawn.example        # the group's own",
              "news.square.example",
              "*.hut.square.example",
              "hxxps://paste[.]example/Dawn/",
              "https://t.me/CrimsonDawn",
              "",
              "DAWN.example",
              "co.uk",
              "com",
              "no address",
              "*.dawn.example/x",
              "dawn.co.uk",
              "telegram.me/crimsondawn",
              "x".repeat(3_000)));

  @Test
  void badLinesAndRepeatedOnesAreSaid() {
    assertThat(READ.bank().size()).isEqualTo(6);
    assertThat(READ.issues())
        .extracting(issue -> issue.line() + " " + issue.reason())
        .containsExactly(
            "8 line 2 says the same",
            "9 co.uk belongs to nobody alone: everybody may have a name under it",
            "10 this is no domain and no address, such as dawn.example or dawn.example/join",
            "11 this is no domain and no address, such as dawn.example or dawn.example/join",
            "12 *. stands before a host, not before an address",
            "14 line 6 says the same",
            "15 an entry has at most 2048 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "http://dawn.example, 2",
    "http://a.b.dawn.example/x, 2",
    "http://news.square.example/x, 3",
    "http://a.news.square.example/x, 0",
    "http://square.example/x, 0",
    "http://hut.square.example, 4",
    "http://a.b.hut.square.example, 4",
    "http://paste.example/Dawn, 5",
    "http://paste.example/Dawn/2?x, 5",
    "http://paste.example/Dawn?x, 5",
    "http://paste.example/Dawnfall, 0",
    "http://paste.example/dawn, 0",
    "t[.]me/crimsonDAWN/17, 6",
    "https://crimsondawn.t.me, 6",
    "https://t.me/crimsondawns, 0",
    "https://www.dawn.co.uk, 13",
    "https://notdawn.co.uk, 0",
  })
  void aLinkIsMatchedByItsDomainHostOrAddress(String link, int line) {
    List<LinkBank.Match> matches = READ.bank().matches(Link.in("see " + link));
    if (line == 0) {
      assertThat(matches).isEmpty();
    } else {
      assertThat(matches).extracting(match -> match.entry().line()).containsExactly(line);
    }
  }

  @Test
  void theNarrowestEntryIsGiven() {
    LinkBank bank =
        LinkBank.read(List.of("dawn.example", "dawn.example/a", "x.dawn.example")).bank();
    List<Link> links = Link.in("http://dawn.example/a http://x.dawn.example http://y.dawn.example");
    assertThat(bank.matches(links).stream().map(m -> m.entry().scope()))
        .containsExactly(LinkBank.Scope.ADDRESS, LinkBank.Scope.HOST, LinkBank.Scope.DOMAIN);
  }

  @Test
  void aHundredThousandEntriesFitAndNoMore() {
    var lines = new ArrayList<String>();
    for (int i = 0; i <= LinkBank.MOST; i++) {
      lines.add("dawn" + i + (i % 2 == 0 ? ".example" : ".example/path"));
    }
    LinkBank.Read read = LinkBank.read(lines);
    assertThat(read.bank().size()).isEqualTo(LinkBank.MOST);
    assertThat(read.issues()).extracting(LinkBank.Issue::line).containsExactly(LinkBank.MOST + 1);
    assertThat(read.bank().matches(Link.in("http://a.dawn77776.example"))).hasSize(1);
  }
}
