package reeve.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.server.delivery.NoAnswer.Why;

final class CallsTest {
  @TempDir static Path dir;
  private static SSLContext tls;

  @BeforeAll
  static void keys() throws Exception {
    tls = FakeSite.keys(dir);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void anAddressThatIsNotPublicIsNotCalled(String address) {
    Gate gate = new Gate(List.of(), List.of(), _ -> answers(address));
    assertThat(catchThrowableOfType(Gate.Closed.class, () -> gate.pass("inner.example")))
        .hasMessageContaining("inner.example")
        .hasMessageContaining("allowed-hosts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1",
        "126.255.255.255", "128.0.0.1", "169.253.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1",
        "192.169.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2001:200::1", "2003::1",
        "2606:4700::1", "2a00:1450::1"
      })
  void aPublicAddressIs(String address) throws Exception {
    Gate gate = new Gate(List.of(), List.of(), _ -> answers(address));
    assertThat(gate.pass("outer.example")).containsExactly(answers(address));
  }

  @Test
  void aNameOfWhichOneAddressIsNotPublicIsNotCalledAtAll() {
    Gate gate = new Gate(List.of(), List.of(), _ -> answers("8.8.8.8", "10.0.0.1"));
    assertThat(catchThrowableOfType(Gate.Closed.class, () -> gate.pass("mixed.example")))
        .isNotNull();
  }

  @Test
  void whatTheSettingsListIsCalled() throws Exception {
    Gate gate =
        new Gate(
            List.of("Relay.Example"),
            List.of("10.1.0.0/16", "fd00::/8"),
            host ->
                switch (host) {
                  case "relay.example", "RELAY.example." -> answers("192.168.0.9");
                  case "six.example" -> answers("fd00::9");
                  case "near.example" -> answers("10.1.255.1");
                  default -> answers("10.2.0.1");
                });
    assertThat(gate.pass("relay.example")).hasSize(1);
    assertThat(gate.pass("RELAY.example.")).hasSize(1);
    assertThat(gate.pass("six.example")).hasSize(1);
    assertThat(gate.pass("near.example")).hasSize(1);
    assertThat(catchThrowableOfType(Gate.Closed.class, () -> gate.pass("far.example"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/", "http://[::1]:%d/", "http://[::ffff:127.0.0.1]:%d/",
        "http://127.1:%d/", "http://localhost:%d/", "http://0.0.0.0:%d/"
      })
  void noSpellingOfThisMachineReachesIt(String address) throws Exception {
    try (var site = FakeSite.at("127.0.0.1", FakeSite.says("200 OK"));
        var calls = new Closing(new Gate(List.of(), List.of(), InetAddress::getAllByName))) {
      NoAnswer refused =
          refused(calls, Ask.get(URI.create(address.formatted(site.port()))).evenPlain());
      assertThat(refused.why()).isIn(Why.NOT_PUBLIC, Why.BAD_ADDRESS);
      assertThat(refused.worthATry()).isFalse();
      assertThat(refused.mayHaveArrived()).isFalse();
      assertThat(site.heads()).isEmpty();
    }
  }

  @Test
  void aNameThatChangesItsMindIsCalledWhereItWasLookedAt() throws Exception {
    var asked = new AtomicInteger();
    try (var inside = FakeSite.at("127.0.0.1", FakeSite.says("200 OK"));
        var calls =
            new Closing(
                new Gate(
                    List.of(),
                    List.of("127.0.0.2/32"),
                    _ -> answers(asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1")))) {
      // The same port on both addresses: only the address tells them apart.
      try (var outside = new ServerSocket(inside.port(), 5, InetAddress.ofLiteral("127.0.0.2"))) {
        var seen = new CountDownLatch(1);
        Thread.ofVirtual()
            .start(() -> {
              try (var socket = outside.accept()) {
                FakeSite.says("204 No Content").answer(socket.getOutputStream());
                seen.countDown();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
        Ask ask = plain("rebound.example", inside.port());
        assertThat(calls.it.call(ask).status()).isEqualTo(204);
        seen.await();
        assertThat(asked).hasValue(1);
        assertThat(refused(calls, ask).why()).isEqualTo(Why.NOT_PUBLIC);
        assertThat(inside.heads()).isEmpty();
      }
    }
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() throws Exception {
    try (var inside = FakeSite.at("127.0.0.1", FakeSite.says("200 OK"));
        var site =
            FakeSite.at(
                "127.0.0.1",
                FakeSite.says("307 Elsewhere\r\nLocation: http://127.0.0.1:" + inside.port()));
        var calls = near()) {
      Answer answer = calls.it.call(plain("site.example", site.port()));
      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.header("Location")).isPresent();
      assertThat(inside.heads()).isEmpty();
    }
  }

  @Test
  void anEndlessAnswerIsCut() throws Exception {
    try (var site =
            FakeSite.at(
                "127.0.0.1",
                out -> {
                  out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                  byte[] much = new byte[65_536];
                  while (true) {
                    out.write(much);
                  }
                });
        var calls = near()) {
      Answer answer = calls.it.call(plain("site.example", site.port()).most(10_000));
      assertThat(answer.body()).hasSize(10_000);
      assertThat(answer.cut()).isTrue();
      assertThat(calls.it.call(plain("site.example", site.port()).most(0)).cut()).isTrue();
    }
  }

  @Test
  void anAnswerOfEndlessHeadersIsNone() throws Exception {
    try (var site =
            FakeSite.at(
                "127.0.0.1",
                out -> {
                  out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                  while (true) {
                    out.write("X-More: more\r\n".getBytes(StandardCharsets.US_ASCII));
                  }
                });
        var calls = near()) {
      assertThat(refused(calls, plain("site.example", site.port())).why()).isEqualTo(Why.BROKEN);
    }
  }

  @Test
  void anAnswerThatDripsIsGivenUpInTime() throws Exception {
    try (var site =
            FakeSite.at(
                "127.0.0.1",
                out -> {
                  out.write(
                      "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                          .getBytes(StandardCharsets.US_ASCII));
                  drip(out);
                });
        var silent = FakeSite.at("127.0.0.1", out -> new CountDownLatch(1).await());
        var calls = near()) {
      for (int port : new int[] {site.port(), silent.port()}) {
        long start = System.nanoTime();
        NoAnswer slow = refused(calls, plain("site.example", port).within(Duration.ofMillis(300)));
        assertThat(slow.why()).isEqualTo(Why.TOO_SLOW);
        assertThat(slow.mayHaveArrived()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      }
    }
  }

  @Test
  void whoShakesNoHandsAndWhoseNameIsNotResolvedInTimeGetsNothing() throws Exception {
    var resolved = new CountDownLatch(1);
    try (var site = FakeSite.at("127.0.0.1", FakeSite.says("200 OK"));
        var mute = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
        var calls = near();
        var late =
            new Closing(
                new Gate(
                    List.of("site.example"),
                    List.of(),
                    _ -> {
                      try {
                        resolved.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return answers("127.0.0.1");
                    }))) {
      Ask shaking =
          Ask.get(URI.create("https://site.example:" + mute.getLocalPort()))
              .within(Duration.ofMillis(300));
      NoAnswer unshaken = refused(calls, shaking);
      assertThat(unshaken.why()).isEqualTo(Why.TOO_SLOW);
      assertThat(unshaken.mayHaveArrived()).isFalse();

      Ask unresolved = plain("site.example", site.port()).within(Duration.ofMillis(200));
      NoAnswer slow = refused(late, unresolved);
      assertThat(slow.mayHaveArrived()).isFalse();
      resolved.countDown();
      // What was given up is not sent afterwards, and the next one is.
      assertThat(late.it.call(plain("site.example", site.port())).status()).isEqualTo(200);
      assertThat(site.heads()).hasSize(1);
    }
  }

  @Test
  void onlyTheHostThatWasMeantIsTrusted() throws Exception {
    try (var site = FakeSite.trusted(tls, FakeSite.says("200 OK"));
        var calls = near()) {
      String right = "https://" + FakeSite.NAME + ":" + site.port();
      assertThat(calls.it.call(Ask.get(URI.create(right))).status()).isEqualTo(200);
      NoAnswer wrong = refused(calls, Ask.get(URI.create("https://other.example:" + site.port())));
      assertThat(wrong.why()).isEqualTo(Why.NOT_TRUSTED);
      assertThat(wrong.mayHaveArrived()).isFalse();
      assertThat(site.heads()).hasSize(1);
    }
    try (var site = FakeSite.trusted(tls, FakeSite.says("200 OK"));
        var calls = new Closing(new Calls(gate(), SSLContext.getDefault()))) {
      URI unknown = URI.create("https://" + FakeSite.NAME + ":" + site.port());
      assertThat(refused(calls, Ask.get(unknown)).why()).isEqualTo(Why.NOT_TRUSTED);
    }
  }

  @Test
  void nothingGoesOverAnOpenLineUnlessItIsListedOrNoSecret() throws Exception {
    try (var site = FakeSite.at("127.0.0.1", FakeSite.says("200 OK"));
        var calls = near();
        var listed =
            new Closing(new Gate(List.of("site.example"), List.of(), _ -> answers("127.0.0.1")))) {
      Ask open = Ask.get(URI.create("http://site.example:" + site.port()));
      assertThat(refused(calls, open).why()).isEqualTo(Why.BAD_ADDRESS);
      assertThat(listed.it.call(open).status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsSentArrivesAsItIsAndSecretsStandInNoError() throws Exception {
    try (var site = FakeSite.at("127.0.0.1", out -> {});
        var calls = near()) {
      Ask ask =
          Ask.post(
                  URI.create("http://site.example:" + site.port() + "/in?key=hidden1"),
                  "application/json",
                  "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
              .with("Authorization", "Bearer hidden2")
              .evenPlain();
      NoAnswer broken = refused(calls, ask);
      assertThat(broken.why()).isEqualTo(Why.BROKEN);
      assertThat(broken.mayHaveArrived()).isTrue();
      assertThat(broken.getMessage() + ask).doesNotContain("hidden");
      assertThat(site.heads()).hasSize(1);
      assertThat(site.heads().getFirst())
          .startsWith("POST /in?key=hidden1 HTTP/1.1")
          .contains("Authorization: Bearer hidden2", "Content-Type: application/json", "{\"a\":1}")
          .doesNotContain("Accept-Encoding");
      Ask named = Ask.get(URI.create("https://me:hidden3@site.example/"));
      assertThat(refused(calls, named)).hasMessageNotContainingAny("hidden3", "me:");
    }
  }

  @Test
  void aPortWhereNobodyListensAndANameThatIsNoneAreWorthAnotherTry() throws Exception {
    int free;
    try (var once = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      free = once.getLocalPort();
    }
    try (var calls = near();
        var nobody =
            new Closing(
                new Gate(
                    List.of(),
                    List.of(),
                    host -> {
                      throw new UnknownHostException(host);
                    }))) {
      NoAnswer closed = refused(calls, plain("site.example", free));
      assertThat(closed.why()).isEqualTo(Why.NO_CONNECTION);
      assertThat(closed.mayHaveArrived()).isFalse();
      NoAnswer unknown = refused(nobody, plain("nobody.example", free));
      assertThat(unknown.why()).isEqualTo(Why.NO_SUCH_HOST);
      assertThat(unknown.worthATry() && closed.worthATry()).isTrue();
    }
  }

  private static Ask plain(String host, int port) {
    return Ask.get(URI.create("http://" + host + ":" + port + "/")).evenPlain();
  }

  private static NoAnswer refused(Closing calls, Ask ask) {
    return catchThrowableOfType(NoAnswer.class, () -> calls.it.call(ask));
  }

  private static void drip(OutputStream out) throws Exception {
    for (int i = 0; i < 1000; i++) {
      out.write('.');
      out.flush();
      Thread.sleep(20);
    }
  }

  private static Gate gate() {
    return new Gate(List.of(), List.of("127.0.0.1"), _ -> answers("127.0.0.1"));
  }

  private static Closing near() {
    return new Closing(gate());
  }

  private static InetAddress[] answers(String... addresses) {
    return List.of(addresses).stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  private record Closing(Calls it) implements AutoCloseable {
    Closing(Gate gate) {
      this(new Calls(gate, tls));
    }

    @Override
    public void close() throws IOException {
      it.destroy();
    }
  }
}
