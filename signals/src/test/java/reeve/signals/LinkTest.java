package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkTest {
  @Test
  void aLinkTellsAllThatIsKnownOfIt() {
    String text = "read https://user@News.Dawn.co.uk:8080/a?b#c, now";
    Link link = Link.in(text).getFirst();
    assertThat(link.span()).isEqualTo(new Span(5, 44));
    assertThat(link.written()).isEqualTo(link.span().of(text));
    assertThat(link.scheme()).isEqualTo("https");
    assertThat(link.host()).isEqualTo("news.dawn.co.uk");
    assertThat(link.domain()).isEqualTo("dawn.co.uk");
    assertThat(link.rest()).isEqualTo("/a?b#c");
    assertThat(link.address()).isEqualTo("news.dawn.co.uk/a?b#c");
    assertThat(link.defanged()).isFalse();
    assertThat(link.shortener()).isFalse();
    assertThat(link.handoff()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "dawn.com, dawn.com",
    "http://a.b.dawn.com, dawn.com",
    "http://a.dawn.com.br, dawn.com.br",
    "http://me.github.io, me.github.io",
    "http://a.me.blogspot.com, me.blogspot.com",
    "http://x.y.dawn.example, dawn.example",
    "http://10.0.0.1/a, 10.0.0.1",
    "http://abc.def.onion/x, def.onion",
  })
  void theRegisteredDomainIsKnownBySuffix(String written, String domain) {
    assertThat(Link.in(written).getFirst().domain()).isEqualTo(domain);
  }

  @Test
  void shortenersAreMarked() {
    assertThat(Link.in("see bit.ly/x and https://www.tinyurl.com/y or dawn.com/z"))
        .extracting(Link::shortener)
        .containsExactly(true, true, false);
  }

  @ParameterizedTest
  @CsvSource({
    "hxxp://dawn.example/a, dawn.example/a",
    "hXXps://dawn[.]example/a?b, dawn.example/a?b",
    "h**p://dawn.example, dawn.example",
    "https[:]//dawn.example/x, dawn.example/x",
    "http[://]dawn.example/x, dawn.example/x",
    "t[.]me/dawn, t.me/dawn",
    "t(.)me/dawn, t.me/dawn",
    "t{.}me/dawn, t.me/dawn",
    "t [.] me/dawn, t.me/dawn",
    "t[dot]me/dawn, t.me/dawn",
    "t (dot) me/dawn, t.me/dawn",
    "t\\.me/dawn, t.me/dawn",
    "t[.me/dawn, t.me/dawn",
    "dawn[.]com, dawn.com",
    "dawn [dot] com/x, dawn.com/x",
    "t[.]me[/]dawn, t.me/dawn",
    "t dot me/dawn, t.me/dawn",
    "t dot me slash dawn, t.me/dawn",
    "t . me / dawn, t.me/dawn",
    "bit dot ly/abc, bit.ly/abc",
    "t。me/dawn, t.me/dawn",
    "t.\u200bme/dawn, t.me/dawn",
    "ht\u200btp://dawn.example/a, dawn.example/a",
  })
  void defangedLinksAreReadAsTheyAreMeant(String written, String address) {
    String text = "come: " + written + " and see (a) dot.";
    List<Link> links = Link.in(text);
    assertThat(links).hasSize(1);
    assertThat(links.getFirst().address()).isEqualTo(address);
    assertThat(links.getFirst().defanged()).isTrue();
    assertThat(links.getFirst().written()).isEqualTo(written);
    assertThat(links.getFirst().span().of(text)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I can't. me too",
        "connect the dot com era",
        "polka dot me",
        "a dot in the sky",
        "array[.]length and a[i].b",
        "see (.) here [.] there",
        "end.And then",
        "wait... [dot] me",
        "don't . me / you",
        "hxxp is no scheme",
        "one slash two",
        "好。me",
      })
  void harmlessTextHasNoDefangedLinks(String text) {
    assertThat(Link.in(text)).isEmpty();
  }

  @Test
  void plainLinksStayBesideDefangedOnes() {
    assertThat(Link.in("dawn.com hxxp://a.example/x t.me/b polka dot com.au"))
        .extracting(Link::address)
        .containsExactly("dawn.com", "a.example/x", "t.me/b", "com.au");
    assertThat(Link.in("dawn.com/x t.me/b, http://dawn.example/c")).noneMatch(Link::defanged);
  }

  @Test
  void everyLinkStandsWhereItSays() {
    for (long seed = 0; seed < 2_000; seed++) {
      check(seed);
    }
  }

  static void check(long seed) {
    String text = HostileText.of(new Random(seed), 60);
    List<Link> links = Link.in(text);
    int end = 0;
    for (Link link : links) {
      assertThat(link.written()).as("seed %d", seed).isEqualTo(link.span().of(text)).isNotEmpty();
      assertThat(link.span().from()).as("seed %d", seed).isGreaterThanOrEqualTo(end);
      assertThat(link.host()).as("seed %d", seed).isNotEmpty();
      end = link.span().to();
    }
    for (String plain : new TextSignals(text).hosts()) {
      assertThat(links).as("seed %d: %s", seed, plain).isNotEmpty();
    }
    for (Handoff handoff : Handoff.in(text)) {
      assertThat(handoff.span().of(text)).as("seed %d", seed).isNotEmpty();
      assertThat(handoff.id()).as("seed %d", seed).isNotEmpty();
    }
  }
}
