package reeve.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reeve.signals.Phrase.Mode;
import tools.jackson.databind.json.JsonMapper;

/** No text throws, and none takes longer than its length. */
final class BadInputTest {
  private static final PhraseAutomaton PHRASES =
      PhraseAutomaton.of(
          List.of(
              new Phrase("dawn", Mode.WORDS),
              new Phrase("\u0316a", Mode.EXACT),
              new Phrase("暁", Mode.WORDS)));

  private static final PhraseSearch SEARCH =
      PhraseSearch.of(
          List.of(new Phrase("crimson dawn", Mode.WORDS), new Phrase("暁の団", Mode.WORDS)));

  static List<String> hostile() {
    return List.of(
        "\ud800",
        "\udc00\ud800",
        "@\ud800 #\udc00 http://\ud800.com/\udfff",
        "a\ud800b.com",
        "\u202e\u2066moc.nwad//:ptth\u2069",
        "#\u3164",
        "\0\1\2\uffff\ufffe",
        "http://xn--\ud83d.com xn--.com http://xn--a.xn--b",
        "@".repeat(70_000),
        "#".repeat(70_000));
  }

  /** Repeated to a megabyte. */
  static List<String> repeated() {
    return List.of(
        "\u0316\u0315",
        "\u0301",
        "\u0f71\u0f72",
        "a.",
        "..a",
        "-.",
        "foo.com",
        "foo.com.",
        "www.",
        "http://",
        "http://a@",
        "http://a.com/(",
        "http://a.com/((a)",
        "http://a.com?",
        "漢.",
        "http://漢字.",
        "t.me/",
        "@a",
        "@a@a.com",
        "@a@",
        "#a",
        "#\u0e01",
        "😀",
        "dawn ",
        "  ",
        "\ufdfa",
        "rt",
        "xn--",
        "t[.]",
        "[.",
        " dot me",
        "h__p",
        "t . me / ",
        "a\u200b.",
        "tg://a",
        "@a:",
        "@a:b.",
        "telegram ",
        "signal: my is ",
        "whatsapp +1 2 ",
        "05",
        "simplex:/a#",
        "d 4.",
        "\u0640",
        "a\u0301");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aHostileTextIsRead(String text) {
    readAll(text);
  }

  @ParameterizedTest
  @MethodSource("repeated")
  void aMegabyteIsReadInTime(String bit) {
    String text = bit.repeat(1_000_000 / bit.length());
    long start = System.nanoTime();
    readAll(text);
    for (Part part : Reading.of(text)) {
      assertThat(part.to()).isLessThanOrEqualTo(text.length());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void everyNaughtyStringIsRead() throws IOException {
    Path data = RealData.file("unicode/naughty-strings.json.gz");
    if (data == null) {
      return;
    }
    List<?> all;
    try (var in = new GZIPInputStream(Files.newInputStream(data))) {
      all = JsonMapper.shared().readValue(in, List.class);
    }
    assertThat(all).hasSizeGreaterThan(500);
    for (Object text : all) {
      readAll((String) text);
    }
  }

  private static void readAll(String text) {
    var signals = new TextSignals(text);
    String normal = signals.normal();
    assertThat(Normal.of(normal)).isEqualTo(Normal.read(normal));
    signals.phrases(PHRASES, new long[PHRASES.longs()]);
    assertThat(signals.cut()).isEqualTo(text.length() > Normal.MOST);
    assertThat(signals.mentions()).doesNotContain("");
    assertThat(signals.hashtags()).doesNotContain("");
    assertThat(signals.links()).doesNotContain("");
    assertThat(signals.hosts()).doesNotContain("");
    assertThat(signals.invites()).doesNotContain("");
    assertThat(signals.fingerprint()).isNotEqualTo("");
    assertThat(signals.matches(SEARCH).all()).hasSizeLessThanOrEqualTo(PhraseSearch.MOST);
    for (Link link : signals.linkEvidence()) {
      assertThat(link.span().to()).isLessThanOrEqualTo(text.length());
    }
    assertThat(signals.handoffs()).hasSizeLessThanOrEqualTo(TextSignals.MOST);
    Stem.of(text);
    assertThat(NameFamily.of(text).kinship(NameFamily.of(text + "_2"))).isNotNull();
    Profile profile = Profile.of(text);
    assertThat(profile.similarity(profile)).isBetween(0.0, 1.0);
    assertThat(signals.near()).isEqualTo(NearText.of(text));
  }
}
